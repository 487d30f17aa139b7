"""MATCH (columns) AGAINST (expression)."""

from ...sql import coercions, operators
from ...sql.clause import BindParameter
from ...sql.elements import BinaryExpression, ClauseList
from ...sql.sqltypes import BOOLEANTYPE

__all__ = ["match"]


class match(BinaryExpression):
    """MATCH (columns) AGAINST (expression), with modes as keywords or by methods."""

    __visit_name__ = "mysql_match"
    stringify_dialect = "mysql"

    def __init__(self, *cols, against=None, in_boolean_mode=False, in_natural_language_mode=False,
                 with_query_expansion=False):
        from ...exc import ArgumentError

        if not cols:
            raise ArgumentError("columns are required")
        if against is None:
            raise ArgumentError("against is required")
        columns = ClauseList()
        columns.clauses = [coercions.expression(column) for column in cols]
        columns.group = False
        if coercions.is_literal(against):
            against = BindParameter(None, against, unique=True)
        super().__init__(
            columns,
            coercions.expression(against),
            operators.match_op,
            BOOLEANTYPE,
            modifiers={
                "mysql_boolean_mode": in_boolean_mode,
                "mysql_natural_language": in_natural_language_mode,
                "mysql_query_expansion": with_query_expansion,
            },
        )

    def _mode(self, **modes):
        made = self._clone()
        made.modifiers = dict(self.modifiers, **modes)
        return made

    def in_boolean_mode(self):
        """IN BOOLEAN MODE"""
        return self._mode(mysql_boolean_mode=True)

    def in_natural_language_mode(self):
        """IN NATURAL LANGUAGE MODE"""
        return self._mode(mysql_natural_language=True)

    def with_query_expansion(self):
        """WITH QUERY EXPANSION"""
        return self._mode(mysql_query_expansion=True)
