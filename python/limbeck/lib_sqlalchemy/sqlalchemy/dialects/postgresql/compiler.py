"""PostgreSQL's SQL text."""

from ...sql.comparator import kind_of
from ...sql.compiler import SQLCompiler
from ...sql.expressions import Cast
from ..upsert import OnConflictCompiler

_TYPED = frozenset(("array", "json", "range"))


class PGCompiler(OnConflictCompiler, SQLCompiler):
    """Writes PostgreSQL's SQL."""

    name = "postgresql"
    folds_like = False
    insert_returning = supports_default_values = True
    sequences_optional = True
    fetch_numbers = "(%s)"
    aggregate_strings_name = "string_agg"

    def visit_sequence(self, sequence, **kw):
        """nextval('name')"""
        return "nextval('%s')" % self.preparer.format_sequence(sequence).replace("'", "''")

    # -- arrays and documents

    def visit_bindparam(self, bind, **kw):
        """:name, an array, a document or a range with its type: the text of one could be anything's"""
        text = SQLCompiler.visit_bindparam(self, bind, **kw)
        if text[:1] == ":" and kind_of(bind.type) in _TYPED:
            if bind.type._is_array and bind.type.item_type._isnull:
                return text
            return "%s::%s" % (text, bind.type.compile(dialect=self.dialect))
        return text

    def visit_array(self, element, **kw):
        """ARRAY[a, b]"""
        if not element.clauses and not element.type.item_type._isnull:
            return "ARRAY[]::%s" % element.type.compile(dialect=self.dialect)
        return "ARRAY[%s]" % self.join_texts(element.clauses, ", ", **kw)

    def _item(self, binary, arrow, text_arrow, _cast_applied=False, **kw):
        if not _cast_applied and kind_of(binary.type) != "json":
            return self.process(Cast(binary, binary.type), _cast_applied=True, **kw)
        return self.plain_binary(binary, text_arrow if _cast_applied else arrow, eager_grouping=True, **kw)

    def visit_json_getitem_op_binary(self, binary, operator, **kw):
        """document -> key, or ->> in a CAST"""
        return self._item(binary, " -> ", " ->> ", **kw)

    def visit_json_path_getitem_op_binary(self, binary, operator, **kw):
        """document #> path, or #>> in a CAST"""
        return self._item(binary, " #> ", " #>> ", **kw)

    def visit_hstore_getitem_op_binary(self, binary, operator, **kw):
        """hstore -> key"""
        return self.plain_binary(binary, " -> ", eager_grouping=True, **kw)

    def visit_aggregate_order_by(self, element, **kw):
        """argument ORDER BY ..."""
        return "%s ORDER BY %s" % (self.process(element.target, **kw), self.process(element.order_by, **kw))

    def visit_substring_func(self, function, **kw):
        """SUBSTRING(string FROM start FOR length)"""
        parts = [self.process(clause, **kw) for clause in function.clauses.clauses]
        return "SUBSTRING(%s FROM %s%s)" % (parts[0], parts[1], " FOR " + parts[2] if len(parts) > 2 else "")

    def visit_pow_func(self, function, **kw):
        """power(a, b)"""
        return "power" + self.function_argspec(function, **kw)

    # -- operators

    def visit_bitwise_xor_op_binary(self, binary, operator, **kw):
        """a # b"""
        return self.plain_binary(binary, " # ", **kw)

    def visit_ilike_op_binary(self, binary, operator, **kw):
        """left ILIKE right"""
        return self._like(binary, "ILIKE", **kw)

    def visit_not_ilike_op_binary(self, binary, operator, **kw):
        """left NOT ILIKE right"""
        return self._like(binary, "NOT ILIKE", **kw)

    def visit_match_op_binary(self, binary, operator, **kw):
        """left @@ plainto_tsquery(right)"""
        configuration = binary.modifiers.get("postgresql_regconfig")
        first = "%s, " % self.quote_literal(configuration) if configuration else ""
        return "%s @@ plainto_tsquery(%s%s)" % (
            self.process(binary.left, **kw), first, self.process(binary.right, **kw),
        )

    def _regexp(self, binary, sign, kw):
        flags = binary.modifiers.get("flags")
        if flags is None or flags == "i":
            return self.plain_binary(binary, " %s%s " % (sign, "*" if flags else ""), **kw)
        return "%s %s CONCAT('(?', %s, ')', %s)" % (
            self.process(binary.left, **kw), sign, self._flags_text(flags, kw), self.process(binary.right, **kw),
        )

    def _flags_text(self, flags, kw):
        return self.quote_literal(flags) if isinstance(flags, str) else self.process(flags, **kw)

    def visit_regexp_match_op_binary(self, binary, operator, **kw):
        """left ~ right"""
        return self._regexp(binary, "~", kw)

    def visit_not_regexp_match_op_binary(self, binary, operator, **kw):
        """left !~ right"""
        return self._regexp(binary, "!~", kw)

    def visit_regexp_replace_op_binary(self, binary, operator, **kw):
        """REGEXP_REPLACE(string, pattern, replacement, flags)"""
        parts = [self.process(binary.left, **kw), self.process(binary.right, **kw)]
        if binary.modifiers.get("flags") is not None:
            parts.append(self._flags_text(binary.modifiers["flags"], kw))
        return "REGEXP_REPLACE(%s)" % ", ".join(parts)

    def visit_empty_set_expr(self, types, **kw):
        """SELECT of NULLs without rows"""
        names = ["INTEGER" if type_._isnull else type_.compile(dialect=self.dialect) for type_ in types]
        return "SELECT %s WHERE 1!=1" % ", ".join("CAST(NULL AS %s)" % name for name in names)

    # -- SELECT

    def limit_clause(self, select, **kw):
        """LIMIT and OFFSET"""
        text = ""
        if select._limit_clause is not None:
            text += " \n LIMIT " + self.process(select._limit_clause, **kw)
        if select._offset_clause is not None:
            if select._limit_clause is None:
                text += "\n LIMIT ALL"
            text += " OFFSET " + self.process(select._offset_clause, **kw)
        return text


    def format_from_hint_text(self, text, table, hint, iscrud):
        """ONLY table"""
        if hint.upper() != "ONLY":
            from ...exc import CompileError

            raise CompileError("Unrecognized hint: %r" % hint)
        return "ONLY " + text

    def get_select_precolumns(self, select, **kw):
        """DISTINCT, or DISTINCT ON (...)"""
        if select._distinct_on:
            return "DISTINCT ON (%s) " % self.join_texts(select._distinct_on, ", ", **kw)
        return "DISTINCT " if select._distinct else ""

    def for_update_clause(self, select, **kw):
        """FOR UPDATE with its options"""
        wanted = select._for_update_arg
        words = {
            (False, False): " FOR UPDATE",
            (False, True): " FOR NO KEY UPDATE",
            (True, False): " FOR SHARE",
            (True, True): " FOR KEY SHARE",
        }
        text = words[bool(wanted.read), bool(wanted.key_share)]
        if wanted.of:
            text += " OF " + self._for_update_tables(select, **kw)
        return text + " NOWAIT" * bool(wanted.nowait) + " SKIP LOCKED" * bool(wanted.skip_locked)

    # -- DELETE

    def delete_extra_from_clause(self, delete, others, **kw):
        """USING other tables"""
        kw["asfrom"] = True
        return "USING " + ", ".join([self.process(item, **kw) for item in others])


COMPILERS = {"postgresql": PGCompiler}
