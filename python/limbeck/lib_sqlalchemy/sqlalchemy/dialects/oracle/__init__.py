"""Oracle's types."""

from limbeck.missing import lazy

_PLACES = {
    ".types": "BFILE BINARY_DOUBLE BINARY_FLOAT BLOB CHAR CLOB DATE DOUBLE_PRECISION FLOAT INTERVAL LONG NCHAR "
    "NCLOB NUMBER NVARCHAR NVARCHAR2 RAW REAL ROWID TIMESTAMP VARCHAR VARCHAR2",
    ".base": "dialect",
}
_table = {name: place for place, names in _PLACES.items() for name in names.split()}
_table.update({name: "." + name for name in "base types".split()})
__getattr__, __dir__ = lazy(__name__, _table)
