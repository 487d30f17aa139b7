"""SQLite's types, its INSERT."""

from limbeck.missing import lazy

_PLACES = {
    ".types": "BLOB BOOLEAN CHAR DATE DATETIME DECIMAL FLOAT INTEGER JSON JSONB NUMERIC REAL SMALLINT TEXT TIME "
    "TIMESTAMP VARCHAR",
    ".base": "dialect",
    ".dml": "Insert insert",
}
_table = {name: place for place, names in _PLACES.items() for name in names.split()}
_table.update({name: "." + name for name in "base types pysqlite dml".split()})
__getattr__, __dir__ = lazy(__name__, _table)
