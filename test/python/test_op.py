"""Every operation in every spelling, and what is sent to the engine for it."""

import json
import os
import subprocess
import sys

import pytest
from fake_engine import FACTS

HERE = os.path.dirname(os.path.abspath(__file__))
REAL = bool(os.environ.get("LIMBECK_TEST_REAL"))


class FakeChannel:
    """Takes down what is sent."""

    _fd = 0
    is_open = True

    def __init__(self):
        self.sent = []

    def call(self, name, **members):
        if name == "facts":
            return FACTS
        self.sent.append(members["operation"] if name == "operation" else dict(members, call=name))
        return {"columns": None, "rows": [], "more": False, "changed": 0, "heads": ["a1"]}

    def call_text(self, text):
        message = json.loads(text)
        return self.call(message.pop("call"), **message)

    def post(self, text):
        message = json.loads(text)
        self.tell(message.pop("tell"), **message)

    def tell(self, name, **members):
        self.sent.append(dict(members, tell=name))

    def serve(self, name, function):
        """Nobody calls."""

    listen = serve

    def taken(self):
        """What was sent since the last time, as it is on the wire."""
        sent, self.sent = self.sent, []
        return json.loads(json.dumps(sent), object_hook=_without_native)


def _without_native(members):
    """SQLAlchemy's Enum says twice that it is not native."""
    members.pop("native", None)
    return members


@pytest.fixture
def sent(monkeypatch):
    import limbeck.channel
    from limbeck import connections

    fake = FakeChannel()
    monkeypatch.setattr(limbeck.channel, "_channel", fake)
    monkeypatch.setattr(connections, "offline", lambda context: None)
    return fake


@pytest.fixture
def op(sent):
    from alembic import op
    from alembic.operations import Operations

    with Operations.context(context()):
        yield op


def context(**opts):
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(dialect_name="postgresql", opts=opts)


def golden():
    """(call, messages) of operations.txt."""
    cases = []
    with open(os.path.join(HERE, "operations.txt")) as file:
        for line in file:
            if line.startswith("    "):
                cases[-1][1].append(json.loads(line))
            elif line.strip() and not line.startswith("#"):
                cases.append((line.rstrip("\n"), []))
    return [case for case in cases if not (REAL and case[0].startswith("2.0 "))]


@pytest.mark.parametrize("call, messages", golden())
def test_operation(op, sent, call, messages):
    import sqlalchemy as sa

    call = call[4:] if call.startswith("2.0 ") else call
    if call.startswith("in "):
        call = "with %s as b:\n    b.drop_column('z')" % call[3:]
    elif not call.startswith("op."):
        call = "with op.batch_alter_table('t') as b:\n    " + call
    exec(call, {"op": op, "sa": sa})
    assert sent.taken() == messages


@pytest.mark.parametrize(
    "call, kind, text",
    [
        ("op.bulk_insert('t', {'a': 1})", TypeError, "List expected"),
        ("op.bulk_insert('t', [(1, 2)])", TypeError, "List of dictionaries expected"),
        ("op.bulk_insert(sa.table('t', sa.column('a')), [{'b': 1}])", Exception, "Unconsumed column names: b"),
        ("op.drop_constraint('x', 't', type_='index')", TypeError,
         "'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None"),
        ("op.batch_alter_table('t', recreate='maybe').__enter__()", ValueError,
         "recreate may be one of 'auto', 'always', or 'never'."),
        ("op.batch_alter_table('t').__enter__().drop_constraint(None)", ValueError, "Constraint must have a name"),
        ("op.create_index('ix', 't')", TypeError, "missing 1 required positional argument: 'columns'"),
        ("op.drop_column('t')", TypeError, "missing 1 required positional argument: 'column_name'"),
        ("op.create_table('t', 'not a column')", Exception, ""),
        ("op.batch_alter_table('t').__enter__().create_table('x')", AttributeError, "create_table"),
        ("op.nothing()", AttributeError, "module 'alembic.op' has no attribute 'nothing'"),
    ],
)
def test_wrong_calls(op, sent, call, kind, text):
    import sqlalchemy as sa

    with pytest.raises(kind) as caught:
        exec(call, {"op": op, "sa": sa})
    assert text in str(caught.value)
    assert sent.taken() == []


def test_outside_of_a_run_the_functions_say_so(sent):
    from alembic import op

    with pytest.raises(NameError) as caught:
        op.add_column("t", None)
    assert str(caught.value) == (
        "Can't invoke function 'add_column', as the proxy object has not yet been established for the Alembic "
        "'Operations' class.  Try placing this code inside a callable."
    )


def test_create_table_gives_the_table_that_bulk_insert_takes(op, sent):
    import sqlalchemy as sa

    table = op.create_table("t", sa.Column("a", sa.Integer()), sa.Column("b", sa.Enum("x", "y", name="e")))
    assert [column.name for column in table.c] == ["a", "b"]
    sent.taken()
    op.bulk_insert(table, [{"a": 1, "b": "y"}])
    assert sent.taken() == [{"op": "bulk_insert", "name": "t", "columns": ["a", "b"], "rows": [[1, "y"]]}]


def test_a_block_that_fails_sends_nothing(op, sent):
    with pytest.raises(ZeroDivisionError):
        with op.batch_alter_table("t") as batch_op:
            batch_op.drop_column("c")
            1 / 0
    assert sent.taken() == []


def test_rows_go_in_pieces_of_the_same_columns(sent):
    import sqlalchemy as sa
    from alembic.ddl import rows

    made = context()
    made.impl.as_sql = False
    made.impl.bulk_insert(sa.table("t", sa.column("a"), sa.column("b")),
                          [{"a": n} for n in range(rows.PIECE + 1)] + [{"b": 1, "a": 2}])
    lengths = [(message["call"], message["columns"], len(message["rows"])) for message in sent.taken()]
    assert lengths == [("insert", ["a"], rows.PIECE), ("insert", ["a"], 1), ("insert", ["a", "b"], 1)]


CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


@pytest.mark.parametrize(
    "call, name",
    [
        ("op.create_unique_constraint(None, 't', ['a', 'b'])", "uq_t_a"),
        ("op.create_unique_constraint('mine', 't', ['a'])", "mine"),
        ("op.create_foreign_key(None, 't', 'o', ['a'], ['id'])", "fk_t_a_o"),
        ("op.create_primary_key(None, 't', ['a'])", "pk_t"),
        ("op.create_check_constraint('positive', 't', 'a > 0')", "ck_t_positive"),
        ("op.create_check_constraint(op.f('positive'), 't', 'a > 0')", "positive"),
        ("op.drop_constraint('positive', 't', type_='check')", "ck_t_positive"),
        ("op.drop_constraint(op.f('positive'), 't', type_='check')", "positive"),
        ("op.drop_constraint('mine', 't', type_='unique')", "mine"),
        ("op.drop_constraint(None, 't', type_='primary')", "pk_t"),
        ("op.create_index(None, 't', ['a'])", "ix_t_a"),
        ("op.create_index('mine', 't', ['a'])", "mine"),
    ],
)
def test_names_by_the_convention_of_the_metadata(sent, call, name):
    import sqlalchemy as sa
    from alembic import op
    from alembic.operations import Operations

    with Operations.context(context(target_metadata=sa.MetaData(naming_convention=CONVENTION))):
        exec(call, {"op": op})
    (message,) = sent.taken()
    held = message.get("constraint", message.get("index"))
    assert (held["name"] if isinstance(held, dict) else held) == name


def test_an_operation_of_ones_own(op, sent):
    from alembic.operations import BatchOperations, MigrateOperation, Operations

    @Operations.register_operation("create_view")
    @BatchOperations.register_operation("create_view", "batch_create_view")
    class CreateViewOp(MigrateOperation):
        def __init__(self, name, sql):
            self.name = name
            self.sql = sql

        @classmethod
        def create_view(cls, operations, name, sql, **kw):
            return operations.invoke(cls(name, sql, **kw))

        @classmethod
        def batch_create_view(cls, operations, sql):
            return operations.invoke(cls(operations.impl.table_name + "_view", sql))

    @Operations.implementation_for(CreateViewOp)
    def create_view(operations, operation):
        operations.execute("CREATE VIEW %s AS %s" % (operation.name, operation.sql))
        return operation.name

    assert op.create_view("v", sql="select 1") == "v"
    with op.batch_alter_table("t") as batch_op:
        batch_op.create_view("select 2")
    op.invoke(CreateViewOp("w", "select 3"))
    assert [message["sql"] for message in sent.taken()] == [
        "CREATE VIEW v AS select 1", "CREATE VIEW t_view AS select 2", "CREATE VIEW w AS select 3"
    ]
    with pytest.raises(ValueError):
        Operations.implementation_for(CreateViewOp)(create_view)
    Operations.implementation_for(CreateViewOp, replace=True)(lambda operations, operation: "replaced")
    assert op.create_view("v", "select 1") == "replaced"


REVERSALS = [
    ("CreateTableOp('t', [sa.Column('a', sa.Integer())])", "DropTableOp", "CreateTableOp"),
    ("CreateIndexOp('ix', 't', ['a'], unique=True)", "DropIndexOp", "CreateIndexOp"),
    ("CreateUniqueConstraintOp('u', 't', ['a'])", "DropConstraintOp", "CreateUniqueConstraintOp"),
    ("CreateForeignKeyOp('f', 't', 'o', ['a'], ['id'], ondelete='CASCADE')", "DropConstraintOp",
     "CreateForeignKeyOp"),
    ("CreateCheckConstraintOp('c', 't', 'a > 1')", "DropConstraintOp", "CreateCheckConstraintOp"),
    ("CreatePrimaryKeyOp('p', 't', ['a'])", "DropConstraintOp", "CreatePrimaryKeyOp"),
    ("AddColumnOp('t', sa.Column('a', sa.Integer()), schema='s')", "DropColumnOp", "AddColumnOp"),
    ("CreateTableCommentOp('t', 'new', existing_comment='old')", "CreateTableCommentOp", "CreateTableCommentOp"),
    ("CreateTableCommentOp('t', 'new')", "DropTableCommentOp", "CreateTableCommentOp"),
    ("AlterColumnOp('t', 'a', modify_nullable=True, existing_nullable=False)", "AlterColumnOp", "AlterColumnOp"),
]


@pytest.mark.parametrize("made, undone, redone", REVERSALS)
def test_reverse(op, sent, made, undone, redone):
    """What the reverse of the reverse sends is what the operation itself sends."""
    import sqlalchemy as sa
    from alembic.operations import ops

    operation = eval("ops." + made, {"ops": ops, "sa": sa})
    back = operation.reverse()
    assert type(back).__name__ == undone
    again = back.reverse()
    assert type(again).__name__ == redone
    op.invoke(operation)
    op.invoke(again)
    first, second = sent.taken()
    assert first == second


def test_diff_tuples(op):
    import sqlalchemy as sa
    from alembic.operations import ops

    column = sa.Column("a", sa.Integer())
    assert ops.AddColumnOp("t", column, schema="s").to_diff_tuple() == ("add_column", "s", "t", column)
    alter = ops.AlterColumnOp("t", "a", modify_nullable=False, existing_nullable=True, modify_comment="c")
    existing = {"existing_type": None, "existing_server_default": False, "existing_comment": None}
    other = {"existing_type": None, "existing_nullable": True, "existing_server_default": False}
    assert alter.to_diff_tuple() == [
        ("modify_nullable", None, "t", "a", existing, True, False),
        ("modify_comment", None, "t", "a", other, None, "c"),
    ]
    assert alter.has_changes() and not ops.AlterColumnOp("t", "a", modify_name="b").has_changes()


@pytest.mark.skipif(REAL, reason="this is what the other run does")
def test_the_same_with_the_installed_sqlalchemy():
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", os.path.abspath(__file__)],
        env=dict(os.environ, LIMBECK_TEST_REAL="1"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )
    assert done.returncode == 0, done.stdout.decode()
