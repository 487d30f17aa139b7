"""sqlalchemy.sql: the expression language."""

from limbeck.missing import lazy

from .expression import _table as _expressions

_table = dict(_expressions)
_table.update(dict.fromkeys("ColumnCollection Executable".split(), ".base"))
_table["quoted_name"] = ".naming"
_SUBMODULES = (
    "base coercions compiler ddl dml elements expression functions naming operators schema selectable sqltypes "
    "type_api visitors"
)
_table.update({name: "." + name for name in _SUBMODULES.split()})
__getattr__, __dir__ = lazy(__name__, _table)
