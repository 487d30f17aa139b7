"""SQL Server's types."""

from limbeck.missing import lazy

_PLACES = {
    ".types": "BIGINT BINARY BIT CHAR DATE DATETIME DATETIME2 DATETIMEOFFSET DECIMAL DOUBLE_PRECISION FLOAT IMAGE "
    "INTEGER JSON MONEY NCHAR NTEXT NUMERIC NVARCHAR REAL ROWVERSION SMALLDATETIME SMALLINT SMALLMONEY "
    "SQL_VARIANT TEXT TIME TIMESTAMP TINYINT UNIQUEIDENTIFIER VARBINARY VARCHAR XML",
    ".base": "dialect",
}
_table = {name: place for place, names in _PLACES.items() for name in names.split()}
_table.update({name: "." + name for name in "base types".split()})
__getattr__, __dir__ = lazy(__name__, _table)
