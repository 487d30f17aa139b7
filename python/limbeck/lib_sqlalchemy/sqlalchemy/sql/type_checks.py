"""The CHECKs that Boolean and Enum bring where the database has no such type."""

from .constraints import CheckConstraint
from .naming import NONE_NAME


class _Rule:
    """Whether the CHECK is written on the dialect that a compiler writes for."""

    def __init__(self, type_, column):
        self.type = type_
        self.column = column

    def __call__(self, compiler, **kwargs):
        dialect = compiler.dialect
        used = self.column.type.dialect_impl(dialect)
        if used is not self.type and getattr(used, "impl", None) is not self.type:
            return False  # a variant
        if hasattr(self.type, "enums"):
            return not self.type.native_enum or not dialect.supports_native_enum
        return not dialect.supports_native_boolean and dialect.name != "mssql"


def attach(type_, column, table):
    """Add the CHECK: "column IN (...)" over the labels, or 0 and 1."""
    labels = getattr(type_, "enums", None)
    condition = _member(column, labels if labels is not None else (0, 1))
    constraint = CheckConstraint(
        condition,
        name=NONE_NAME if type_.name is None else type_.name,
        _autoattach=False,
        _type_bound=True,
        _create_rule=_Rule(type_, column),
    )
    constraint.columns = [column]
    constraint._set_parent(table)


def _member(column, values):
    """column IN (values), the values as literals."""
    from .elements import literal
    from .sqltypes import INTEGERTYPE, STRINGTYPE

    return column.in_([literal(value, STRINGTYPE if isinstance(value, str) else INTEGERTYPE) for value in values])
