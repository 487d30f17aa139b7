"""PostgreSQL's types, its INSERT, its constraints."""

from limbeck.missing import lazy

_PLACES = {
    ".types": "ARRAY AbstractMultiRange AbstractRange AbstractSingleRange BIGINT BIT BOOLEAN BYTEA CHAR CIDR "
    "CITEXT DATE DATEMULTIRANGE DATERANGE DOMAIN DOUBLE_PRECISION ENUM FLOAT HSTORE INET INT4MULTIRANGE INT4RANGE "
    "INT8MULTIRANGE INT8RANGE INTEGER INTERVAL JSON JSONB JSONPATH MACADDR MACADDR8 MONEY NUMERIC NUMMULTIRANGE "
    "NUMRANGE NamedType OID REAL REGCLASS REGCONFIG SMALLINT TEXT TIME TIMESTAMP TSMULTIRANGE TSQUERY TSRANGE "
    "TSTZMULTIRANGE TSTZRANGE TSVECTOR UUID VARCHAR",
    ".constraints": "ExcludeConstraint",
    ".base": "dialect",
    ".dml": "Insert insert",
    ".ext": "Any All aggregate_order_by array array_agg hstore phraseto_tsquery plainto_tsquery to_tsquery "
    "to_tsvector ts_headline websearch_to_tsquery distinct_on",
    ".ranges": "Range MultiRange",
}
_table = {name: place for place, names in _PLACES.items() for name in names.split()}
_table.update({name: "." + name for name in "base types psycopg2 asyncpg psycopg ext dml ranges".split()})
__getattr__, __dir__ = lazy(__name__, _table)
