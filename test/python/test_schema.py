"""What tables do: creating and dropping them, DDL, reading them from a database, events; and what is missing."""

import os
import subprocess
import sys

import pytest
import schema_oracle
import sqlalchemy as sa
from limbeck import describe, missing, reflect
from sqlalchemy import event
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.engine.default import make_dialect
from sqlalchemy.schema import CreateTable, Sequence

pytestmark = pytest.mark.skipif(bool(os.environ.get("LIMBECK_TEST_REAL")), reason="tests limbeck's own modules")


class Connection:
    """Takes down the operations; `tables` are those that the database has."""

    engine = property(lambda self: self)

    def __init__(self, name="postgresql", tables=()):
        self.dialect = make_dialect(name)
        self.tables = {table["name"]: table for table in tables}
        self.done = []

    def connect(self):
        return self

    def in_transaction(self):
        return True

    def _ready(self):
        pass

    def _operation(self, operation):
        self.done.append(operation)

    def _call(self, name, schema=None, tables=None, what=(), **members):
        assert name == "inspect"
        found = [table for key, table in sorted(self.tables.items()) if tables is None or key in tables]
        return {"tables": [table for table in found if table.get("schema") == schema]}

    def verbs(self):
        """What was done, in short."""
        return [(one["op"], one.get("name") or one.get("table", {}).get("name")) for one in self.done]


@pytest.fixture
def metadata():
    found = sa.MetaData()
    sa.Table("child", found, sa.Column("id", sa.Integer, primary_key=True), sa.Column("p", sa.ForeignKey("parent.id")))
    sa.Table("parent", found, sa.Column("id", sa.Integer, primary_key=True), sa.Column("m", sa.Enum("a", name="mood")))
    return found


def test_create_all_in_order(metadata):
    bind = Connection()
    metadata.create_all(bind, checkfirst=False)
    assert bind.verbs() == [("create_table", "parent"), ("create_table", "child")]
    assert bind.done[0]["table"] == describe.table(metadata.tables["parent"], bind.dialect)


def test_create_all_leaves_what_is_there(metadata):
    bind = Connection(tables=[{"name": "parent"}])
    metadata.create_all(bind)
    assert bind.verbs() == [("create_table", "child")]


def test_create_some(metadata):
    bind = Connection()
    metadata.create_all(bind, tables=[metadata.tables["parent"]])
    assert bind.verbs() == [("create_table", "parent")]


def test_drop_all_in_reverse_with_its_enums(metadata):
    bind = Connection(tables=[{"name": "parent"}, {"name": "child"}])
    metadata.drop_all(bind)
    assert bind.verbs() == [("drop_table", "child"), ("drop_table", "parent")]
    assert [one["name"] for one in bind.done[1]["types"]] == ["mood"]


def test_cycles_are_closed_afterwards():
    metadata = sa.MetaData()
    sa.Table(
        "a", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.ForeignKey("b.id", name="ab"))
    )
    sa.Table(
        "b", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.ForeignKey("a.id", name="ba"))
    )
    bind = Connection()
    metadata.create_all(bind, checkfirst=False)
    assert [verb for verb, _ in bind.verbs()] == [
        "create_table",
        "create_table",
        "create_constraint",
        "create_constraint",
    ]
    inline = [one["kind"] for operation in bind.done[:2] for one in operation["table"]["constraints"]]
    assert inline == ["primary", "primary"]


def test_use_alter_is_added_afterwards():
    metadata = sa.MetaData()
    sa.Table("a", metadata, sa.Column("id", sa.Integer, primary_key=True))
    sa.Table("b", metadata, sa.Column("a", sa.ForeignKey("a.id", name="later", use_alter=True)))
    bind = Connection()
    metadata.create_all(bind, checkfirst=False)
    assert bind.verbs()[-1] == ("create_constraint", "b")


def test_table_and_index(metadata):
    bind = Connection()
    table = metadata.tables["parent"]
    table.create(bind)
    index = sa.Index("ix", table.c.m)
    index.create(bind)
    index.drop(bind)
    table.drop(bind, checkfirst=False)
    assert [one["op"] for one in bind.done] == ["create_table", "create_index", "drop_index", "drop_table"]
    assert bind.done[2] == {"op": "drop_index", "name": "ix", "table": "parent"}


@pytest.mark.parametrize("dialect, done", [("postgresql", ["create_type", "drop_type"]), ("sqlite", []), ("mysql", [])])
def test_enum_by_itself(dialect, done):
    bind = Connection(dialect)
    type_ = postgresql.ENUM("a", "b", name="mood", schema="s", create_type=False)
    type_.create(bind)
    type_.drop(bind, checkfirst=False)
    assert [one["op"] for one in bind.done] == done
    if done:
        assert bind.done[0]["check_first"] is True and bind.done[1]["check_first"] is False
        assert bind.done[0]["type"]["name"] == "mood" and bind.done[0]["type"]["schema"] == "s"


def test_enum_of_metadata_comes_first():
    metadata = sa.MetaData()
    sa.Enum("a", name="mood", metadata=metadata)
    sa.Table("t", metadata, sa.Column("id", sa.Integer))
    bind = Connection()
    metadata.create_all(bind)
    metadata.drop_all(bind, checkfirst=False)
    assert [one["op"] for one in bind.done] == ["create_type", "create_table", "drop_table", "drop_type"]


def test_sequence():
    bind = Connection()
    Sequence("s", start=5, schema="q").create(bind)
    Sequence("s", schema="q").drop(bind, checkfirst=False)
    assert bind.done == [
        {"op": "create_sequence", "sequence": {"name": "s", "schema": "q", "start": 5}, "check_first": True},
        {"op": "drop_sequence", "sequence": {"name": "s", "schema": "q"}},
    ]


@pytest.mark.parametrize(
    "source, operation",
    [
        ("CreateSchema('s', if_not_exists=True)", {"op": "create_schema", "name": "s", "if_not_exists": True}),
        ("DropSchema('s', cascade=True)", {"op": "drop_schema", "name": "s", "cascade": True}),
        ("DropTable(t, if_exists=True)", {"op": "drop_table", "name": "t", "schema": "s", "if_exists": True}),
        ("CreateSequence(Sequence('q'))", {"op": "create_sequence", "sequence": {"name": "q"}}),
        (
            "DropConstraint(u)",
            {"op": "drop_constraint", "name": "t", "schema": "s", "constraint": "u", "type": "unique"},
        ),
        (
            "AddConstraint(u)",
            {
                "op": "create_constraint",
                "name": "t",
                "schema": "s",
                "constraint": {"kind": "unique", "columns": ["a"], "name": "u"},
            },
        ),
        ("SetTableComment(t)", {"op": "table_comment", "name": "t", "schema": "s", "comment": "c"}),
        ("DropTableComment(t)", {"op": "table_comment", "name": "t", "schema": "s", "comment": None}),
        (
            "SetColumnComment(t.c.a)",
            {"op": "column_comment", "name": "t", "schema": "s", "column": "a", "comment": "d"},
        ),
    ],
)
def test_ddl_elements(source, operation):
    table = sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer, comment="d"), schema="s", comment="c")
    names = {"t": table, "u": sa.UniqueConstraint(table.c.a, name="u")}
    exec("from sqlalchemy.schema import *", names)
    assert eval(source, names).operation(make_dialect("postgresql")) == operation


def test_create_table_says_what_it_leaves_out(metadata):
    element = CreateTable(metadata.tables["child"], include_foreign_key_constraints=[], if_not_exists=True)
    operation = element.operation(make_dialect("postgresql"))
    assert operation["if_not_exists"] and [one["kind"] for one in operation["table"]["constraints"]] == ["primary"]


def test_ddl_text_and_its_tokens():
    table = sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer), schema="s")
    text = sa.DDL("ALTER TABLE %(fullname)s %(word)s 100%%", context={"word": "X"})
    assert str(text.against(table).compile(dialect=make_dialect("postgresql"))) == "ALTER TABLE s.t X 100%"
    with pytest.raises(sa.exc.ArgumentError):
        sa.DDL(5)


def test_ddl_text_by_compiles():
    from sqlalchemy.ext.compiler import compiles
    from sqlalchemy.schema import DDLElement

    class CreateView(DDLElement):
        def __init__(self, name):
            self.name = name

    @compiles(CreateView)
    def text(element, compiler, **kw):
        return "CREATE VIEW %s" % compiler.preparer.quote(element.name)

    assert str(CreateView("v").compile(dialect=make_dialect("sqlite"))) == "CREATE VIEW v"


def test_events_of_tables(metadata):
    seen = []
    table = metadata.tables["parent"]
    event.listen(metadata, "before_create", lambda target, connection, **kw: seen.append(("all", len(kw["tables"]))))
    event.listen(table, "after_create", lambda target, connection, **kw: seen.append(target.name))

    @event.listens_for(table, "before_drop", once=True)
    def dropped(target, connection, **kw):
        seen.append("drop")

    bind = Connection()
    metadata.create_all(bind)
    metadata.drop_all(bind, checkfirst=False)
    metadata.drop_all(bind, checkfirst=False)
    assert seen == [("all", 2), "parent", "drop"]


def test_ddl_listens():
    metadata = sa.MetaData()
    table = sa.Table("t", metadata, sa.Column("a", sa.Integer))
    ran = []
    Connection.execute = lambda self, element: ran.append(str(element.compile(dialect=self.dialect)))
    try:
        event.listen(table, "after_create", sa.DDL("GRANT ON %(table)s").execute_if(dialect="postgresql"))
        table.create(Connection())
        table.create(Connection("sqlite"))
    finally:
        del Connection.execute
    assert ran == ["GRANT ON t"]


def test_listeners_can_be_taken_back(metadata):
    def listener(*args, **kwargs):
        raise AssertionError("not any more")

    event.listen(metadata, "before_create", listener)
    assert event.contains(metadata, "before_create", listener)
    event.remove(metadata, "before_create", listener)
    assert not event.contains(metadata, "before_create", listener)
    metadata.create_all(Connection())


# -- reading from a database

PARENT = {
    "name": "parent",
    "columns": [
        {"name": "id", "type": {"type": "INTEGER"}, "nullable": False, "default": {"sql": "nextval('s'::regclass)"}},
        {"name": "name", "type": {"type": "VARCHAR", "length": 50}, "comment": "c"},
        {"name": "tags", "type": {"type": "ARRAY", "item": {"type": "TEXT"}}},
        {"name": "kind", "type": {"type": "ENUM", "enums": ["a", "b"], "name": "kind"}},
        {"name": "double", "type": {"type": "INTEGER"}, "default": {"computed": {"sql": "id * 2", "persisted": True}}},
        {"name": "shape", "type": {"type": "SQL", "sql": "geometry(POINT)"}},
    ],
    "constraints": [
        {"kind": "primary", "columns": ["id"], "name": "parent_pkey"},
        {"kind": "unique", "columns": ["name"], "name": "u"},
        {"kind": "check", "sql": "id > 0", "name": "positive"},
    ],
    "indexes": [
        {"name": "i", "unique": True, "columns": [{"column": "name"}], "where": "id > 5", "method": "btree"},
        {"name": "e", "columns": [{"sql": "lower(name)"}]},
        {"name": "u", "unique": True, "columns": [{"column": "name"}], "of_constraint": True},
    ],
    "comment": "of parents",
}
CHILD = {
    "name": "child",
    "columns": [
        {
            "name": "id",
            "type": {"type": "BIGINT"},
            "nullable": False,
            "default": {"identity": {"always": True, "start": 5}},
        },
        {"name": "parent_id", "type": {"type": "INTEGER"}},
    ],
    "constraints": [
        {"kind": "primary", "columns": ["id"]},
        {
            "kind": "foreign",
            "name": "f",
            "columns": ["parent_id"],
            "referent": {"table": "parent", "columns": ["id"]},
            "ondelete": "CASCADE",
        },
    ],
}


def test_autoload():
    metadata = sa.MetaData()
    child = sa.Table("child", metadata, autoload_with=Connection(tables=[PARENT, CHILD]))
    parent = metadata.tables["parent"]
    assert list(child.foreign_keys)[0].column is parent.c.id
    assert list(child.foreign_key_constraints)[0].ondelete == "CASCADE"
    assert child.c.id.identity.start == 5 and child.c.id.primary_key
    assert isinstance(parent.c.name.type, sa.VARCHAR) and parent.c.name.type.length == 50
    assert isinstance(parent.c.tags.type.item_type, sa.TEXT) and parent.c.kind.type.enums == ["a", "b"]
    assert isinstance(parent.c.shape.type, sa.types.NullType)
    assert str(parent.c.id.server_default.arg) == "nextval('s'::regclass)"
    assert parent.c.double.computed.persisted is True and parent.comment == "of parents"
    names = {type(one).__name__: one.name for one in parent.constraints}
    assert names == {"PrimaryKeyConstraint": "parent_pkey", "UniqueConstraint": "u", "CheckConstraint": "positive"}
    assert {index.name: index.unique for index in parent.indexes} == {"i": True, "e": False}
    assert [index.dialect_kwargs["postgresql_where"] for index in parent.indexes if index.name == "i"] == ["id > 5"]


def test_autoload_with_columns_of_the_script():
    bind = Connection(tables=[PARENT])
    table = sa.Table(
        "parent", sa.MetaData(), sa.Column("name", sa.String(7)), sa.Column("new", sa.Date), autoload_with=bind
    )
    assert table.c.name.type.length == 7 and "id" in table.c and "new" in table.c


def test_autoload_some_columns():
    table = sa.Table("parent", sa.MetaData(), autoload_with=Connection(tables=[PARENT]), include_columns=["id"])
    assert table.c.keys() == ["id"] and not table.indexes


def test_autoload_of_a_table_that_is_not_there():
    metadata = sa.MetaData()
    with pytest.raises(sa.exc.NoSuchTableError, match="nothing"):
        sa.Table("nothing", metadata, autoload_with=Connection())
    assert not metadata.tables


def test_autoload_without_the_other_table():
    metadata = sa.MetaData()
    sa.Table("child", metadata, autoload_with=Connection(tables=[CHILD]), resolve_fks=False)
    assert list(metadata.tables) == ["child"]


def test_reflect():
    bind = Connection(tables=[PARENT, CHILD])
    metadata = sa.MetaData()
    metadata.reflect(bind)
    assert sorted(metadata.tables) == ["child", "parent"]
    metadata = sa.MetaData()
    metadata.reflect(bind, only=["parent"])
    assert list(metadata.tables) == ["parent"]
    metadata = sa.MetaData()
    metadata.reflect(bind, only=lambda name, _: name.startswith("p"))
    assert list(metadata.tables) == ["parent"]
    with pytest.raises(sa.exc.InvalidRequestError, match="not available.*wrong"):
        metadata.reflect(bind, only=["wrong"])


def test_column_reflect_event():
    metadata = sa.MetaData()

    @event.listens_for(metadata, "column_reflect")
    def rename(inspector, table, column_info):
        column_info["key"] = "c_" + column_info["name"]

    table = sa.Table("child", metadata, autoload_with=Connection(tables=[CHILD]), resolve_fks=False)
    assert table.c.keys() == ["c_id", "c_parent_id"]


@pytest.mark.parametrize(
    "wire, dialect, expected",
    [
        ({"type": "VARCHAR", "length": 5}, "postgresql", sa.VARCHAR(5)),
        ({"type": "TIMESTAMP", "timezone": True, "precision": 3}, "postgresql", postgresql.TIMESTAMP(True, 3)),
        ({"type": "INTEGER", "display_width": 11, "unsigned": True}, "mysql", mysql.INTEGER(11, unsigned=True)),
        ({"type": "VARCHAR", "length": 5, "charset": "latin1"}, "mariadb", mysql.VARCHAR(5, charset="latin1")),
        ({"type": "SET", "values": ["a", "b"]}, "mysql", mysql.SET("a", "b")),
        ({"type": "ENUM", "enums": ["a"]}, "mysql", mysql.ENUM("a")),
        ({"type": "JSONB"}, "postgresql", postgresql.JSONB()),
        ({"type": "NUMERIC", "precision": 10, "scale": 2}, "sqlite", sa.NUMERIC(10, 2)),
        ({"type": "Integer"}, "sqlite", sa.Integer()),
        ({"type": "NoSuchType"}, "sqlite", sa.types.NullType()),
        (None, "sqlite", sa.types.NullType()),
    ],
)
def test_types_of_a_database(wire, dialect, expected):
    found = reflect.to_type(wire, make_dialect(dialect))
    assert type(found) is type(expected) and repr(found) == repr(expected)


# -- what is missing


def test_missing_names_and_modules():
    import sqlalchemy.orm
    import sqlalchemy.types

    with pytest.raises(missing.MissingName) as caught:
        sa.no_such_name
    assert caught.value.name == "sqlalchemy.no_such_name" and isinstance(caught.value, AttributeError)
    with pytest.raises(missing.MissingModule) as caught:
        import sqlalchemy.no_such_module  # noqa: F401
    assert caught.value.name == "sqlalchemy.no_such_module" and isinstance(caught.value, ImportError)
    assert not hasattr(sqlalchemy.orm, "no_such_name") and not hasattr(sqlalchemy.types, "__wrapped__")


@pytest.mark.parametrize(
    "source, name",
    [
        ("import sqlalchemy.nothing", "sqlalchemy.nothing"),
        ("from sqlalchemy import nothing", "sqlalchemy.nothing"),
        ("from sqlalchemy.orm import nothing", "sqlalchemy.orm.nothing"),
        ("from sqlalchemy.types import Nothing", "sqlalchemy.types.Nothing"),
        ("from sqlalchemy.dialects.postgresql.nothing import x", "sqlalchemy.dialects.postgresql.nothing"),
        ("import sqlalchemy; sqlalchemy.nothing()", "sqlalchemy.nothing"),
        ("import nothing_at_all", None),
        ("5 / 0", None),
        ("import math; math.nothing", None),
    ],
)
def test_missing_name_behind_an_exception(source, name):
    with pytest.raises(Exception) as caught:
        exec(source, {})
    assert missing.name_of(caught.value) == name


def test_missing_name_behind_another_exception():
    with pytest.raises(ValueError) as caught:
        try:
            sa.nothing
        except AttributeError as error:
            raise ValueError("no") from error
    assert missing.name_of(caught.value) == "sqlalchemy.nothing"


def test_all_names_are_there():
    import importlib

    for module in (
        "",
        ".orm",
        ".schema",
        ".types",
        ".sql",
        ".engine",
        ".ext",
        ".dialects.postgresql",
        ".dialects.mysql",
        ".dialects.sqlite",
        ".dialects.mssql",
        ".dialects.oracle",
    ):
        found = importlib.import_module("sqlalchemy" + module)
        for name in dir(found):
            getattr(found, name)


def test_importing_costs_little():
    """Only what is used is imported, and nothing that takes long."""
    source = "import sys, sqlalchemy as sa; sa.Column, sa.Integer, sa.String, sa.Table; print(*sys.modules)"
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(schema_oracle.OURS))
    done = subprocess.run([sys.executable, "-S", "-c", source], env=environment, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "sqlalchemy.sql.tables" in loaded, done.stderr
    slow = {"typing", "dataclasses", "inspect", "asyncio", "datetime", "decimal", "uuid", "json", "sqlalchemy.orm"}
    assert not slow & loaded
