"""The short way for plain tables says what the long way says, or leaves it to that."""

import json

import pytest
import sqlalchemy as sa
from alembic.ddl import plain
from alembic.operations.base import Operations
from limbeck import describe
from limbeck.connections import uses_real
from sqlalchemy.dialects import postgresql
from test_op import context

pytestmark = pytest.mark.skipif(uses_real(), reason="the short way is for limbeck's own classes")

PLAIN = {
    "no columns": lambda: [],
    "types": lambda: [
        sa.Column("a", sa.Integer), sa.Column("b", sa.String(50)), sa.Column("c", sa.Numeric(12, 2), nullable=False),
        sa.Column("d", sa.DateTime(timezone=True)), sa.Column("e", postgresql.JSONB()), sa.Column("f", sa.Boolean()),
        sa.Column("g", postgresql.UUID(as_uuid=True)),
        sa.Column("i", sa.LargeBinary()), sa.Column("j", sa.String(collation="C"), nullable=True),
    ],
    "defaults": lambda: [
        sa.Column("a", sa.Integer(), server_default="0"), sa.Column("b", sa.Boolean(), server_default=sa.true()),
        sa.Column("c", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("d", sa.DateTime(), server_default=sa.func.now()), sa.Column("e", sa.Text(), server_default=sa.null()),
        sa.Column("f", sa.DateTime(), server_default=sa.func.current_timestamp()),
        sa.Column("g", sa.Text(), server_default=sa.text("'x'")), sa.Column("h", sa.Text(), server_default="it's"),
        sa.Column("i", sa.Integer(), server_default=sa.func.made_up()),
    ],
    "key of a column": lambda: [sa.Column("id", sa.Integer(), primary_key=True), sa.Column("b", sa.Text())],
    "key of two columns": lambda: [
        sa.Column("b", sa.Integer(), primary_key=True), sa.Column("a", sa.Text(), primary_key=True),
    ],
    "key": lambda: [sa.Column("id", sa.Integer()), sa.PrimaryKeyConstraint("id", name="pk_t")],
    "key that may be null": lambda: [sa.Column("id", sa.Integer(), nullable=True), sa.PrimaryKeyConstraint("id")],
    "key in another order": lambda: [
        sa.Column("a", sa.Integer(), nullable=False), sa.Column("b", sa.Integer()), sa.PrimaryKeyConstraint("b", "a"),
    ],
    "unique before the key": lambda: [
        sa.Column("a", sa.Integer()), sa.Column("b", sa.Integer()), sa.UniqueConstraint("b", "a", name="uq"),
        sa.PrimaryKeyConstraint("a"), sa.UniqueConstraint("b"),
    ],
    "words": lambda: [
        sa.Column('qu"ote', sa.Integer(), comment="it's \"so\" \\ \n é"), sa.Column("a b", sa.Text(), autoincrement=False),
    ],
    "changed later": lambda: [_changed(sa.Column("a", sa.Integer()))],
}
NOT_PLAIN = {
    "foreign key": lambda: [sa.Column("a", sa.Integer(), sa.ForeignKey("b.id"))],
    "foreign key of the table": lambda: [sa.Column("a", sa.Integer()), sa.ForeignKeyConstraint(["a"], ["b.id"])],
    "enum": lambda: [sa.Column("a", sa.Enum("x", "y", name="xy"))],
    "index": lambda: [sa.Column("a", sa.Integer(), index=True)],
    "unique": lambda: [sa.Column("a", sa.Integer(), unique=True)],
    "array": lambda: [sa.Column("a", postgresql.ARRAY(sa.Text()))],
    "check of a type": lambda: [sa.Column("a", sa.Boolean(create_constraint=True))],
    "variant": lambda: [sa.Column("a", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"))],
    "identity": lambda: [sa.Column("a", sa.Integer(), sa.Identity())],
    "sequence": lambda: [sa.Column("a", sa.Integer(), sa.Sequence("s"))],
    "dialect keyword": lambda: [sa.Column("a", sa.Integer(), sqlite_on_conflict_not_null="FAIL")],
    "deferrable": lambda: [sa.Column("a", sa.Integer()), sa.UniqueConstraint("a", deferrable=True)],
    "text with a colon": lambda: [sa.Column("a", sa.Text(), server_default=sa.text("'a'::text"))],
    "column twice": lambda: [sa.Column("a", sa.Integer()), sa.Column("a", sa.Text())],
    "key without its column": lambda: [sa.Column("a", sa.Integer()), sa.PrimaryKeyConstraint("b")],
    "decorator": lambda: [sa.Column("a", _Decorated())],
}


def _changed(column):
    column.nullable = False
    return column


class _Decorated(sa.TypeDecorator):
    impl = sa.Text
    cache_ok = True


def _long_way(operations, items):
    return describe.table(operations.schema_obj.table("t", *items), operations.impl.dialect)


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_plain_tables_are_described_alike(name):
    operations = Operations(context())
    text, table = plain.create_table(operations, "t", PLAIN[name]())
    assert json.loads(text) == json.loads(json.dumps(_long_way(operations, PLAIN[name]())))
    assert isinstance(table, sa.Table)
    assert [column.name for column in table.columns] == [column["name"] for column in json.loads(text)["columns"]]
    assert all(column.table is table for column in table.columns)


@pytest.mark.parametrize("name", sorted(NOT_PLAIN))
def test_others_are_left_to_the_long_way(name):
    assert plain.create_table(Operations(context()), "t", NOT_PLAIN[name]()) is None


def test_what_takes_the_place_of_an_operation_is_asked():
    from alembic.operations import ops

    operations = Operations(context())
    registry = operations._to_impl._registry
    before = registry[ops.CreateTableOp, "default"]
    Operations.implementation_for(ops.CreateTableOp, replace=True)(lambda operations, operation: "mine")
    try:
        assert operations.create_table("t", sa.Column("a", sa.Integer())) == "mine"
    finally:
        registry[ops.CreateTableOp, "default"] = before
