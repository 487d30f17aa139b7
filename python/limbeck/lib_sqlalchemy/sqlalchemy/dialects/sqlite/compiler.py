"""SQLite's SQL text."""

from ...sql.comparator import kind_of
from ...sql.compiler import SQLCompiler
from ...sql.elements import literal
from ...sql.expressions import Cast
from ..upsert import OnConflictCompiler


class SQLiteCompiler(OnConflictCompiler, SQLCompiler):
    """Writes SQLite's SQL."""

    name = "sqlite"
    native_boolean = False
    supports_default_values = True
    supports_sequences = False
    postfetch_lastrowid = True
    tuple_in_values = True
    aggregate_strings_name = "group_concat"
    extract_map = {
        "month": "%m",
        "day": "%d",
        "year": "%Y",
        "second": "%S",
        "hour": "%H",
        "doy": "%j",
        "minute": "%M",
        "epoch": "%s",
        "dow": "%w",
        "week": "%W",
    }

    # -- functions

    def visit_now_func(self, function, **kw):
        """CURRENT_TIMESTAMP"""
        return "CURRENT_TIMESTAMP"

    def visit_localtimestamp_func(self, function, **kw):
        """The local time"""
        return "DATETIME(CURRENT_TIMESTAMP, 'localtime')"

    def visit_char_length_func(self, function, **kw):
        """length(string)"""
        return "length" + self.function_argspec(function, **kw)

    def visit_extract(self, extract, **kw):
        """CAST(STRFTIME(...) AS INTEGER)"""
        field = self.extract_map.get(extract.field)
        if field is None:
            from ...exc import CompileError

            raise CompileError("%s is not a valid extract argument." % extract.field)
        return "CAST(STRFTIME('%s', %s) AS INTEGER)" % (field, self.process(extract.expr, **kw))

    # -- operators

    def visit_truediv_binary(self, binary, operator, **kw):
        """a / (b + 0.0)"""
        return "%s / (%s + 0.0)" % (self.process(binary.left, **kw), self.process(binary.right, **kw))

    def visit_is_distinct_from_binary(self, binary, operator, **kw):
        """a IS NOT b"""
        return "%s IS NOT %s" % (self.process(binary.left, **kw), self.process(binary.right, **kw))

    def visit_is_not_distinct_from_binary(self, binary, operator, **kw):
        """a IS b"""
        return "%s IS %s" % (self.process(binary.left, **kw), self.process(binary.right, **kw))

    def visit_regexp_match_op_binary(self, binary, operator, **kw):
        """a REGEXP b"""
        return self.plain_binary(binary, " REGEXP ", **kw)

    def visit_not_regexp_match_op_binary(self, binary, operator, **kw):
        """a NOT REGEXP b"""
        return self.plain_binary(binary, " NOT REGEXP ", **kw)

    def visit_regexp_replace_op_binary(self, binary, operator, **kw):
        """SQLite has none."""
        from ...exc import CompileError

        raise CompileError("sqlite dialect does not support regular expression replacements")

    def visit_bitwise_xor_op_binary(self, binary, operator, **kw):
        """(a | b) - (a & b)"""
        kw.update(eager_grouping=True, _in_operator=True)
        return "(%s - %s)" % (self.plain_binary(binary, " | ", **kw), self.plain_binary(binary, " & ", **kw))

    def visit_json_getitem_op_binary(self, binary, operator, _cast_applied=False, **kw):
        """JSON_QUOTE(JSON_EXTRACT(document, path)), or the value in a CAST"""
        json = kind_of(binary.type) == "json"
        if not json and not _cast_applied:
            return self.process(Cast(binary, binary.type), _cast_applied=True, **kw)
        form = "JSON_QUOTE(JSON_EXTRACT(%s, %s))" if json else "JSON_EXTRACT(%s, %s)"
        return form % (self.process(binary.left, **kw), self.process(binary.right, **kw))

    visit_json_path_getitem_op_binary = visit_json_getitem_op_binary

    # -- statements

    def limit_clause(self, select, **kw):
        """LIMIT and OFFSET; SQLite has no OFFSET alone"""
        text = ""
        if select._limit_clause is not None:
            text += "\n LIMIT " + self.process(select._limit_clause, **kw)
        if select._offset_clause is not None:
            if select._limit_clause is None:
                text += "\n LIMIT " + self.process(literal(-1), **kw)
            return text + " OFFSET " + self.process(select._offset_clause, **kw)
        return text + " OFFSET " + self.process(literal(0), **kw)

    def for_update_clause(self, select, **kw):
        """Nothing: SQLite locks the database"""
        return ""

    def returning_clause(self, statement, columns, toplevel=False, **kw):
        """RETURNING, the columns without their table"""
        kw["include_table"] = False
        return super().returning_clause(statement, columns, toplevel, **kw)

    def _empty_list(self, bind):
        types = bind.type.types if bind.type.__visit_name__ == "tuple" else [bind.type]
        return self.visit_empty_set_expr(types)

    def visit_empty_set_expr(self, types, **kw):
        """A SELECT without rows"""
        ones = ", ".join("1" for _ in types)
        return "SELECT %s FROM (SELECT %s) WHERE 1!=1" % (ones, ones)

    def delete_extra_from_clause(self, delete, others, **kw):
        """SQLite has none."""
        raise NotImplementedError("This backend does not support multiple-table criteria within DELETE")


COMPILERS = {"sqlite": SQLiteCompiler}
