"""Compile expressions with whatever `sqlalchemy` is on the path.

Standard input: lines [dialect, literal, source] of JSON; standard output: for each a line of {"text", "params"} or
{"error"}. It runs once with limbeck's modules and once with SQLAlchemy itself.
"""

import datetime
import decimal
import json
import sys
import warnings

import sqlalchemy as sa
from sqlalchemy.dialects import mysql as my, postgresql as pg, sqlite as lite
from sqlalchemy.dialects.postgresql import psycopg2
from sqlalchemy.sql import quoted_name

warnings.simplefilter("ignore")
DIALECTS = {"postgresql": psycopg2.dialect, "sqlite": lite.dialect, "mysql": my.dialect}


def dialect_of(name):
    """The dialect, marking values by :name."""
    if name == "default":
        return None
    if name == "mariadb":
        made = my.dialect(paramstyle="named", is_mariadb=True)
        made.name = "mariadb"
    else:
        made = DIALECTS[name](paramstyle="named")
    if name == "postgresql":
        made._backslash_escapes = False
    made.supports_native_decimal = True
    return made


def tables():
    """{name: Table} of what the expressions speak of."""
    from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKey, ForeignKeyConstraint, Integer, LargeBinary
    from sqlalchemy import MetaData, Numeric, Sequence, String

    meta = MetaData()

    def table(name, *columns, **options):
        sa.Table(name, meta, *columns, **options)

    def key():
        return Column("id", Integer, primary_key=True)

    table(
        "users",
        key(),
        Column("name", String(50)),
        Column("age", Integer),
        Column("active", Boolean),
        Column("score", Numeric(10, 2)),
        Column("created", DateTime),
        Column("data", pg.JSON()),
        Column("jb", pg.JSONB),
        Column("tags", pg.ARRAY(String)),
        Column("rng", pg.INT4RANGE),
        Column("hs", pg.HSTORE),
    )
    table("addresses", key(), Column("user_id", ForeignKey("users.id")), Column("email", String(100)))
    table("items", key(), Column("label", String), schema="shop")
    table("selfref", key(), Column("parent", ForeignKey("selfref.id")))
    table("composite", Column("a", Integer, primary_key=True), Column("b", Integer, primary_key=True))
    both = ForeignKeyConstraint(["a", "b"], ["composite.a", "composite.b"])
    table("composite_child", key(), Column("a", Integer), Column("b", Integer), both)
    table(
        "withdefaults",
        key(),
        Column("x", Integer),
        Column("d1", Integer, default=5),
        Column("d2", DateTime, default=sa.func.now()),
        Column("d3", String, default=lambda: "made"),
        Column("d4", String, server_default="s"),
    )
    table("seqtable", Column("id", Integer, Sequence("seq"), primary_key=True), Column("x", Integer))
    table("nopk", Column("x", Integer))
    table("dated", Column("x", Date), Column("y", Numeric), Column("z", LargeBinary))
    table("onup", Column("x", Integer), Column("u", Integer, onupdate=7), Column("v", DateTime, onupdate=sa.func.now()))
    return {table.name: table for table in meta.tables.values()}


def namespace():
    """The names that the expressions use."""
    names = {name: getattr(sa, name) for name in NAMES.split()}
    names.update(tables(), datetime=datetime, decimal=decimal, pg=pg, my=my, lite=lite)
    users, addresses, selfref = names["users"], names["addresses"], names["selfref"]
    names["t"] = sa.table("t", sa.column("a"), sa.column("b", sa.Integer))
    names["u1"], names["u2"] = users.alias(), users.alias()
    number = sa.func.count(addresses.c.id).label("n")
    query = sa.select(addresses.c.user_id.label("id"), number).group_by(addresses.c.user_id)
    names["sub"] = query.subquery()
    names["cte1"] = query.cte("counts")
    rec = sa.select(selfref.c.id, selfref.c.parent).where(selfref.c.parent.is_(None)).cte("tree", recursive=True)
    names["rec"] = rec.union_all(sa.select(selfref.c.id, selfref.c.parent).where(selfref.c.parent == rec.c.id))
    names["lat"] = sa.select(addresses.c.id).where(addresses.c.user_id == users.c.id).limit(1).lateral("l")
    names["upsert"] = lambda statement, function: function(statement)
    names["op_inline"] = lambda value: sa.literal_column("'%s'" % value)
    names["quoted_name"] = quoted_name
    return names


NAMES = (
    "Boolean Date DateTime Float Integer JSON LargeBinary Numeric Sequence String Text Time alias all_ and_ any_ asc "
    "between bindparam case cast collate column delete desc distinct except_ exists extract false func insert "
    "intersect join literal literal_column not_ null nullslast or_ outerjoin over select table text true tuple_ "
    "type_coerce union union_all update within_group values LABEL_STYLE_TABLENAME_PLUS_COL"
)


# What the engine would say, so that these tests need none.
SQL_NAMES = {
    "String": "VARCHAR",
    "Unicode": "VARCHAR",
    "Text": "TEXT",
    "DateTime": {"postgresql": "TIMESTAMP WITHOUT TIME ZONE"},
    "LargeBinary": {"postgresql": "BYTEA"},
}
RESERVED = {
    "mysql": "group key order select values",
    "sqlite": "group key order select values",
    "postgresql": "group order select",
}


def sql_name(dialect, wire):
    """The text of a type, from its description for the engine."""
    if wire["type"] == "ARRAY":
        return sql_name(dialect, wire["item"]) + "[]"
    name = SQL_NAMES.get(wire["type"], wire["type"].upper())
    if isinstance(name, dict):
        name = name.get(dialect, wire["type"].upper())
    sizes = [wire[key] for key in ("length", "precision", "scale") if wire.get(key) is not None]
    return "%s(%s)" % (name, ", ".join(str(size) for size in sizes)) if sizes else name


class Engine:
    """Answers what the expression language asks the engine."""

    def call(self, name, dialect=None, type=None):
        """The answer."""
        if name == "type":
            return {"sql": sql_name(dialect, type)}
        return {"reserved": RESERVED["mysql" if dialect == "mariadb" else dialect].split()}


def without_engine():
    """Have limbeck's modules ask Engine, if it is they that are tested."""
    if "lib_sqlalchemy" not in sa.__file__:
        return
    from limbeck import channel

    channel.channel = Engine


def plain(value):
    """A value as JSON has it."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, (str, int, float)) else repr(value)


def compile_one(names, name, literal, source):
    """The answer for one expression."""
    try:
        dialect = dialect_of(name)
        element = eval(source, dict(names, dialect_name=name))
        if isinstance(element, str):
            element = sa.column(element)
        options = {"compile_kwargs": {"literal_binds": True}} if literal else {}
        compiled = element.compile(dialect=dialect, **options)
        params = {key: plain(value) for key, value in compiled.params.items()}
        return {"text": compiled.string, "params": params}
    except Exception as failure:
        return {"error": type(failure).__name__, "message": str(failure)[:500]}


def main():
    """Answer every line."""
    without_engine()
    names = namespace()
    for line in sys.stdin:
        print(json.dumps(compile_one(names, *json.loads(line))))


if __name__ == "__main__":
    main()
