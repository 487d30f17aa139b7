"""SQL Server's SQL text."""

from ...sql.compiler import SQLCompiler
from ...sql.selectable import Alias


class MSSQLCompiler(SQLCompiler):
    """Writes SQL Server's SQL."""

    name = "mssql"
    native_boolean = False
    returning_precedes_values = insert_returning = True
    supports_default_values = True
    extract_map = {"doy": "dayofyear", "dow": "weekday", "milliseconds": "millisecond", "microseconds": "microsecond"}

    def visit_now_func(self, function, **kw):
        """CURRENT_TIMESTAMP"""
        return "CURRENT_TIMESTAMP"

    def visit_current_date_func(self, function, **kw):
        """GETDATE()"""
        return "GETDATE()"

    def visit_length_func(self, function, **kw):
        """LEN(string)"""
        return "LEN" + self.function_argspec(function, **kw)

    visit_char_length_func = visit_length_func

    def visit_sequence(self, sequence, **kw):
        """NEXT VALUE FOR name"""
        return "NEXT VALUE FOR " + self.preparer.format_sequence(sequence)

    def visit_extract(self, extract, **kw):
        """DATEPART(field, expression)"""
        field = self.extract_map.get(extract.field, extract.field)
        return "DATEPART(%s, %s)" % (field, self.process(extract.expr, **kw))

    def visit_try_cast(self, cast, **kw):
        """TRY_CAST (expression AS type)"""
        return "TRY_CAST (%s AS %s)" % (self.process(cast.clause, **kw), self.process(cast.typeclause, **kw))

    def visit_match_op_binary(self, binary, operator, **kw):
        """CONTAINS (column, expression)"""
        return "CONTAINS (%s, %s)" % (self.process(binary.left, **kw), self.process(binary.right, **kw))

    def concatenated(self, texts):
        """a + b"""
        return " + ".join(texts)

    def visit_concat_op_binary(self, binary, operator, **kw):
        """a + b"""
        return self.plain_binary(binary, " + ", **kw)

    def visit_concat_op_expression_clauselist(self, clauses, operator, **kw):
        """a + b + c"""
        return self.join_texts(clauses.clauses, " + ", **kw)

    def visit_is_distinct_from_binary(self, binary, operator, **kw):
        """NOT EXISTS (SELECT a INTERSECT SELECT b)"""
        return "NOT " + self.visit_is_not_distinct_from_binary(binary, operator, **kw)

    def visit_is_not_distinct_from_binary(self, binary, operator, **kw):
        """EXISTS (SELECT a INTERSECT SELECT b)"""
        left, right = self.process(binary.left, **kw), self.process(binary.right, **kw)
        return "EXISTS (SELECT %s INTERSECT SELECT %s)" % (left, right)

    # -- statements

    def _top(self, select):
        """The number for TOP, where that is enough."""
        if select._offset_clause is None and select._simple_int_clause(select._limit_clause):
            return select._limit_clause
        return None

    def get_select_precolumns(self, select, **kw):
        """DISTINCT, TOP"""
        top = self._top(select)
        text = super().get_select_precolumns(select, **kw)
        return text if top is None else "%sTOP %s " % (text, self.process(top, literal_execute=True, **kw))

    def _row_limit_clause(self, select, **kw):
        if self._top(select) is not None:
            return ""
        if not select._order_by_clauses:
            from ...exc import CompileError

            raise CompileError("MSSQL requires an order_by when using an OFFSET or a non-simple LIMIT clause")
        offset = "0" if select._offset_clause is None else self.process(select._offset_clause, **kw)
        text = "\n OFFSET %s ROWS" % offset
        number = select._limit_clause if select._fetch_clause is None else select._fetch_clause
        return text if number is None else text + "\n FETCH FIRST %s ROWS ONLY" % self.process(number, **kw)

    def for_update_clause(self, select, **kw):
        """Nothing"""
        return ""

    def get_from_hint_text(self, table, text):
        """The hint"""
        return text

    def get_cte_preamble(self, recursive):
        """WITH"""
        return "WITH"

    def returning_clause(self, statement, columns, toplevel=False, **kw):
        """OUTPUT columns of inserted or deleted"""
        alias = Alias(statement.table, "deleted" if statement.is_delete else "inserted")
        moved = [
            column._with_columns(lambda own: alias.c.corresponding_column(own))
            for item in columns
            for column in item._select_iterable
        ]
        return "OUTPUT" + super().returning_clause(statement, moved, toplevel, **kw)[len("RETURNING") :]

    def update_from_clause(self, update, others, **kw):
        """FROM tables"""
        kw["asfrom"] = True
        return "FROM " + ", ".join([self.process(item, **kw) for item in [update.table] + others])

    delete_extra_from_clause = update_from_clause


COMPILERS = {"mssql": MSSQLCompiler}
