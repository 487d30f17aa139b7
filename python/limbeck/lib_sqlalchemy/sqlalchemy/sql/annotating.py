"""Names that annotations use: what a function may be given as an SQL expression."""

from .item import Subscriptable


class SQLColumnExpression(Subscriptable):
    """An expression of a column: SQLColumnExpression[int]."""


class ColumnExpressionArgument(Subscriptable):
    """What can stand for such an expression."""
