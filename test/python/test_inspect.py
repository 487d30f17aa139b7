"""inspect(): what a database has, as SQLAlchemy's dictionaries."""

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, exc, inspect, text
from sqlalchemy.engine.reflection import Inspector
from sqlalchemy.orm import declarative_base
from sqlite_fixtures import engine as channel  # noqa: F401
from sqlite_fixtures import forget_statements

DDL = [
    "create table parents (id integer primary key, code varchar(20) not null unique, note text default 'x')",
    "create table children (id integer primary key, parent_id integer references parents (id) on delete cascade)",
    "create index ix_children_parent on children (parent_id)",
    "create view grown as select * from children",
    "create temporary table passing (a integer)",
]


@pytest.fixture
def connection(channel):  # noqa: F811
    with create_engine("sqlite://").connect() as made:
        for one in DDL:
            made.execute(text(one))
        forget_statements(channel)
        yield made


def test_names(connection):
    inspector = inspect(connection)
    assert isinstance(inspector, Inspector) and inspector.dialect is connection.dialect
    assert inspector.get_table_names() == ["children", "parents"]
    assert inspector.get_view_names() == ["grown"] and inspector.get_temp_table_names() == ["passing"]
    assert inspector.get_schema_names() == ["main"] and inspector.default_schema_name == "main"
    assert inspector.has_schema("main") and not inspector.has_schema("nope")
    assert "select" in inspector.get_view_definition("grown")


@pytest.mark.parametrize("name, there", [("parents", True), ("grown", True), ("passing", True), ("nope", False)])
def test_has_table(connection, name, there):
    assert inspect(connection).has_table(name) is there
    assert connection.dialect.has_table(connection, name) is there
    assert connection.engine.has_table(name) is there


def test_has_table_looks_anew(connection):
    inspector = inspect(connection)
    assert not inspector.has_table("later") and inspector.get_table_names()
    connection.execute(text("create table later (a integer)"))
    assert inspector.has_table("later") and inspector.has_index("children", "ix_children_parent")
    assert inspector.get_columns("later")[0]["name"] == "a"


def test_columns(connection):
    found = inspect(connection).get_columns("parents")
    assert [(one["name"], str(one["type"]), one["nullable"], one["default"], one["primary_key"]) for one in found] == [
        ("id", "INTEGER", True, None, 1), ("code", "VARCHAR(20)", False, None, 0), ("note", "TEXT", True, "'x'", 0)]
    with pytest.raises(exc.NoSuchTableError, match="nope"):
        inspect(connection).get_columns("nope")


def test_constraints_and_indexes(connection):
    inspector = inspect(connection)
    assert inspector.get_pk_constraint("parents") == {"constrained_columns": ["id"], "name": None}
    assert inspector.get_foreign_keys("children") == [{
        "name": None, "constrained_columns": ["parent_id"], "referred_schema": None, "referred_table": "parents",
        "referred_columns": ["id"], "options": {"ondelete": "CASCADE"}}]
    assert inspector.get_unique_constraints("parents") == [{"name": None, "column_names": ["code"]}]
    assert inspector.get_indexes("children") == [
        {"name": "ix_children_parent", "unique": False, "column_names": ["parent_id"], "dialect_options": {}}]
    assert inspector.get_indexes("parents") == []  # SQLite's own index behind a unique constraint is none of ours
    assert inspector.get_check_constraints("parents") == []
    assert inspector.get_table_comment("parents") == {"text": None}
    assert connection.dialect.get_pk_constraint(connection, "parents")["constrained_columns"] == ["id"]


def test_indexes_of_other_dialects(connection):
    """The index behind a unique constraint, included columns, conditions and expressions, as on PostgreSQL."""
    from sqlalchemy.engine.default import make_dialect

    inspector = inspect(connection)
    inspector.dialect = make_dialect("postgresql")
    inspector.info_cache[None, "t"] = {
        "name": "t",
        "constraints": [{"kind": "primary", "name": "t_pkey", "columns": ["id"]},
                        {"kind": "unique", "name": "t_a_key", "columns": ["a"]}],
        "indexes": [
            {"name": "t_pkey", "unique": True, "of_constraint": True, "columns": [{"column": "id"}]},
            {"name": "t_a_key", "unique": True, "of_constraint": True, "columns": [{"column": "a"}]},
            {"name": "i", "unique": False, "columns": [{"column": "b", "suffix": "DESC NULLS LAST"}, {"sql": "lower(a)"}],
             "includes": ["c"], "where": "b > 0", "method": "gin"},
        ],
    }
    assert inspector.get_indexes("t") == [
        {"name": "t_a_key", "unique": True, "column_names": ["a"], "include_columns": [], "duplicates_constraint": "t_a_key",
         "dialect_options": {"postgresql_include": []}},
        {"name": "i", "unique": False, "column_names": ["b", None], "expressions": ["b", "lower(a)"],
         "column_sorting": {"b": ("desc", "nulls_last")}, "include_columns": ["c"],
         "dialect_options": {"postgresql_include": ["c"], "postgresql_using": "gin", "postgresql_where": "b > 0"}},
    ]


def test_many_tables_are_read_at_once(connection, channel):  # noqa: F811
    for number in range(10):
        connection.execute(text("create table t%d (a integer)" % number))
    forget_statements(channel)
    inspector = inspect(connection)
    for name in inspector.get_table_names():
        assert inspector.get_columns(name) and inspector.get_indexes(name) is not None
    asked = [one for one in channel.call("statements")["statements"] if one.startswith("inspect")]
    assert len(asked) == 4  # the names, two tables, all of them
    many = inspector.get_multi_columns()
    assert set(many) == {(None, name) for name in inspector.get_table_names()} and many[None, "t1"][0]["name"] == "a"


def test_order_by_foreign_keys(connection):
    assert inspect(connection).get_sorted_table_and_fkc_names() == [("parents", set()), ("children", {None}), (None, [])]


def test_of_an_engine(connection):
    assert inspect(connection.engine).get_table_names() == ["children", "parents"]
    assert connection.engine.table_names() == ["children", "parents"]


def test_tables_from_the_database(connection):
    children = Table("children", MetaData(), autoload_with=connection)
    assert children.c.keys() == ["id", "parent_id"] and [one.target_fullname for one in children.foreign_keys] == ["parents.id"]
    metadata = MetaData()
    metadata.reflect(bind=connection)
    assert sorted(metadata.tables) == ["children", "parents"]


def test_of_models():
    class Model(declarative_base()):
        __tablename__ = "models"
        id = Column(Integer, primary_key=True)
        name = Column(String)

    assert inspect(Model) is Model.__mapper__ and inspect(Model).columns.keys() == ["id", "name"]
    assert inspect(Model()).transient
    table = Model.__table__
    assert inspect(table) is table


@pytest.mark.parametrize("subject", [5, "text", object()])
def test_what_cannot_be_inspected(subject):
    with pytest.raises(exc.NoInspectionAvailable, match="No inspection system"):
        inspect(subject)
    assert inspect(subject, raiseerr=False) is None
