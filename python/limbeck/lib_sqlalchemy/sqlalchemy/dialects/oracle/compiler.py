"""Oracle's SQL text."""

from ...sql.compiler import SQLCompiler
from ...sql.selects import GenerativeSelect


class OracleCompiler(SQLCompiler):
    """Writes Oracle's SQL."""

    name = "oracle"
    native_boolean = False
    aggregate_strings_name = "LISTAGG"
    div_is_floordiv = False
    cte_follows_insert = True

    def default_from(self):
        """FROM DUAL"""
        return " FROM DUAL"

    def alias_suffix(self, name):
        """The name, without AS"""
        return " " + name

    def visit_now_func(self, function, **kw):
        """CURRENT_TIMESTAMP"""
        return "CURRENT_TIMESTAMP"

    def visit_char_length_func(self, function, **kw):
        """LENGTH(string)"""
        return "LENGTH" + self.function_argspec(function, **kw)

    def visit_sysdate_func(self, function, **kw):
        """SYSDATE"""
        return "SYSDATE"

    def visit_sequence(self, sequence, **kw):
        """name.nextval"""
        return self.preparer.format_sequence(sequence) + ".nextval"

    def visit_mod_binary(self, binary, operator, **kw):
        """mod(a, b)"""
        return "mod(%s, %s)" % (self.process(binary.left, **kw), self.process(binary.right, **kw))

    def visit_match_op_binary(self, binary, operator, **kw):
        """CONTAINS (column, expression)"""
        return "CONTAINS (%s, %s)" % (self.process(binary.left, **kw), self.process(binary.right, **kw))

    def visit_is_distinct_from_binary(self, binary, operator, **kw):
        """DECODE(a, b, 0, 1) = 1"""
        return "DECODE(%s, %s, 0, 1) = 1" % (self.process(binary.left, **kw), self.process(binary.right, **kw))

    def visit_is_not_distinct_from_binary(self, binary, operator, **kw):
        """DECODE(a, b, 0, 1) = 0"""
        return "DECODE(%s, %s, 0, 1) = 0" % (self.process(binary.left, **kw), self.process(binary.right, **kw))

    def _call(self, name, binary, kw):
        parts = [self.process(binary.left, **kw), self.process(binary.right, **kw)]
        if binary.modifiers.get("flags") is not None:
            parts.append(self.quote_literal(binary.modifiers["flags"]))
        return "%s(%s)" % (name, ", ".join(parts))

    def visit_regexp_match_op_binary(self, binary, operator, **kw):
        """REGEXP_LIKE(string, pattern)"""
        return self._call("REGEXP_LIKE", binary, kw)

    def visit_not_regexp_match_op_binary(self, binary, operator, **kw):
        """NOT REGEXP_LIKE(string, pattern)"""
        return "NOT " + self._call("REGEXP_LIKE", binary, kw)

    def visit_regexp_replace_op_binary(self, binary, operator, **kw):
        """REGEXP_REPLACE(string, pattern, replacement)"""
        return self._call("REGEXP_REPLACE", binary, kw)

    # -- statements

    def _row_limit_clause(self, select, **kw):
        text = ""
        if select._offset_clause is not None:
            text = "\n OFFSET %s ROWS" % self._number(select._offset_clause, kw)
        number = select._limit_clause if select._fetch_clause is None else select._fetch_clause
        if number is None:
            return text
        return text + "\n FETCH FIRST %s ROWS ONLY" % self._number(number, kw)

    def _number(self, clause, kw):
        return self.process(clause, literal_execute=GenerativeSelect._simple_int_clause(clause), **kw)

    def visit_compound_select(self, compound, **kw):
        """SELECT ... UNION SELECT ...; EXCEPT is MINUS"""
        if compound.keyword == "EXCEPT":
            compound = compound._clone()
            compound.keyword = "MINUS"
        return super().visit_compound_select(compound, **kw)

    def get_cte_preamble(self, recursive):
        """WITH"""
        return "WITH"

    def for_update_clause(self, select, **kw):
        """FOR UPDATE with its options"""
        wanted = select._for_update_arg
        text = " FOR UPDATE"
        if wanted.of:
            text += " OF " + ", ".join(self.process(item, **kw) for item in wanted.of)
        return text + " NOWAIT" * bool(wanted.nowait) + " SKIP LOCKED" * bool(wanted.skip_locked)

    def visit_empty_set_expr(self, types, **kw):
        """A SELECT without rows"""
        return "SELECT 1 FROM DUAL WHERE 1!=1"


COMPILERS = {"oracle": OracleCompiler}
