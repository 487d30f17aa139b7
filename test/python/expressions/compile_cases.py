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
import sqlalchemy.sql
from sqlalchemy.dialects import mysql as my, postgresql as pg, sqlite as lite
from sqlalchemy.dialects.postgresql import psycopg2

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


def namespace():
    """What the expressions speak of."""
    from sqlalchemy import ARRAY, Boolean, Column, Date, DateTime, ForeignKey, ForeignKeyConstraint, Integer, JSON
    from sqlalchemy import LargeBinary, MetaData, Numeric, Sequence, String, Table

    names = {name: getattr(sa, name) for name in NAMES.split()}
    names.update(datetime=datetime, decimal=decimal, pg=pg, my=my, lite=lite, warnings=warnings)
    meta = MetaData()
    users = Table(
        "users",
        meta,
        Column("id", Integer, primary_key=True),
        Column("name", String(50)),
        Column("age", Integer),
        Column("active", Boolean),
        Column("score", Numeric(10, 2)),
        Column("created", DateTime),
        Column("data", pg.JSON().with_variant(JSON(), "sqlite")),
        Column("jb", pg.JSONB),
        Column("tags", pg.ARRAY(String)),
        Column("rng", pg.INT4RANGE),
        Column("hs", pg.HSTORE),
    )
    users.c.data.type = pg.JSON()
    Table(
        "addresses",
        meta,
        Column("id", Integer, primary_key=True),
        Column("user_id", ForeignKey("users.id")),
        Column("email", String(100)),
    )
    Table("items", meta, Column("id", Integer, primary_key=True), Column("label", String), schema="shop")
    Table("selfref", meta, Column("id", Integer, primary_key=True), Column("parent", ForeignKey("selfref.id")))
    Table("composite", meta, Column("a", Integer, primary_key=True), Column("b", Integer, primary_key=True))
    Table(
        "composite_child",
        meta,
        Column("id", Integer, primary_key=True),
        Column("a", Integer),
        Column("b", Integer),
        ForeignKeyConstraint(["a", "b"], ["composite.a", "composite.b"]),
    )
    Table(
        "withdefaults",
        meta,
        Column("id", Integer, primary_key=True),
        Column("x", Integer),
        Column("d1", Integer, default=5),
        Column("d2", DateTime, default=sa.func.now()),
        Column("d3", String, default=lambda: "made"),
        Column("d4", String, server_default="s"),
    )
    Table("seqtable", meta, Column("id", Integer, Sequence("seq"), primary_key=True), Column("x", Integer))
    Table("nopk", meta, Column("x", Integer))
    Table("dated", meta, Column("x", Date), Column("y", Numeric), Column("z", LargeBinary))
    Table("onup", meta, Column("x", Integer), Column("u", Integer, onupdate=7), Column("v", DateTime, onupdate=sa.func.now()))
    for table in meta.tables.values():
        names[table.name] = table
    addresses = names["addresses"]
    names["t"] = sa.table("t", sa.column("a"), sa.column("b", Integer))
    names["u1"], names["u2"] = users.alias(), users.alias()
    query = sa.select(addresses.c.user_id.label("id"), sa.func.count(addresses.c.id).label("n")).group_by(addresses.c.user_id)
    names["sub"] = query.subquery()
    names["cte1"] = query.cte("counts")
    selfref = names["selfref"]
    rec = sa.select(selfref.c.id, selfref.c.parent).where(selfref.c.parent == None).cte("tree", recursive=True)  # noqa: E711
    names["rec"] = rec.union_all(sa.select(selfref.c.id, selfref.c.parent).where(selfref.c.parent == rec.c.id))
    names["lat"] = sa.select(addresses.c.id).where(addresses.c.user_id == users.c.id).limit(1).lateral("l")
    names["upsert"] = lambda statement, function: function(statement)
    names["op_inline"] = lambda value: sa.literal_column("'%s'" % value)
    names["ARRAY"], names["quoted_name"] = ARRAY, sa.sql.quoted_name
    return names


NAMES = (
    "Boolean Date DateTime Float Integer JSON LargeBinary Numeric Sequence String Text Time alias all_ and_ any_ asc between "
    "bindparam case cast collate column delete desc distinct except_ exists extract false func insert intersect join "
    "literal literal_column not_ null nullslast or_ outerjoin over select table text true tuple_ type_coerce union "
    "union_all update within_group values LABEL_STYLE_TABLENAME_PLUS_COL"
)


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
    names = namespace()
    for line in sys.stdin:
        print(json.dumps(compile_one(names, *json.loads(line))))


if __name__ == "__main__":
    main()
