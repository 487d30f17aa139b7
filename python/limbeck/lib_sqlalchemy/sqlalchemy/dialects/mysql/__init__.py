"""MySQL's and MariaDB's types, their INSERT."""

from limbeck.missing import lazy

_PLACES = {
    ".types": "BIGINT BINARY BIT BLOB BOOLEAN CHAR DATE DATETIME DECIMAL DOUBLE ENUM FLOAT INET4 INET6 INTEGER "
    "JSON LONGBLOB LONGTEXT MEDIUMBLOB MEDIUMINT MEDIUMTEXT NCHAR NUMERIC NVARCHAR REAL SET SMALLINT TEXT TIME "
    "TIMESTAMP TINYBLOB TINYINT TINYTEXT VARBINARY VARCHAR YEAR",
    ".base": "dialect",
    ".dml": "Insert insert limit",
    ".expression": "match",
}
_table = {name: place for place, names in _PLACES.items() for name in names.split()}
_table.update({name: "." + name for name in "base types mysqldb pymysql dml".split()})
__getattr__, __dir__ = lazy(__name__, _table)
