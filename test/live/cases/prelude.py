"""What every case may use (test/live/cases/*.txt), and how its failures are noted instead of ending the run."""

import contextlib
import datetime
import decimal
import enum
import sys
import uuid

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy import Text, orm
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.types import CHAR, TypeDecorator, UserDefinedType


class Colour(enum.Enum):
    red = "r"
    green = "g"


class Money(TypeDecorator):
    impl = sa.Numeric(12, 2)
    cache_ok = True


class Guid(TypeDecorator):
    impl = CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID())
        return dialect.type_descriptor(CHAR(32))


class Wrapped(TypeDecorator):
    impl = sa.String
    cache_ok = True


class UserType(UserDefinedType):
    def __init__(self, length):
        self.length = length

    def get_col_spec(self, **kw):
        return "CHAR(%d)" % self.length


def sqlite_or_postgresql():
    return op.get_context().dialect.name in ("sqlite", "postgresql")


def table_of(name):
    """The table that make_account() makes, as data migrations write it."""
    return sa.table(
        name, sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("note", sa.Text), sa.column("balance", sa.Numeric(10, 2)),
        sa.column("active", sa.Boolean), sa.column("made", sa.DateTime))


def make_account(name):
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("balance", sa.Numeric(10, 2), server_default=sa.text("0"), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("made", sa.DateTime(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("balance >= 0", name="ck_%s_balance" % name),
        sa.PrimaryKeyConstraint("id", name="pk_%s" % name),
        sa.UniqueConstraint("name", name="uq_%s_name" % name),
    )
    op.create_index("ix_%s_made" % name, name, ["made"], unique=False)
    op.execute("INSERT INTO %s (id, name, balance, made) VALUES (1, 'one', 1.50, '2020-01-02 03:04:05'), (2, 'two', 0, NULL)" % name)


def make_item(name, account):
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(20)),
        sa.ForeignKeyConstraint(["account_id"], ["%s.id" % account], name="fk_%s_%s" % (name, account), ondelete="CASCADE"),
    )
    op.execute("INSERT INTO %s (id, account_id, other_id) VALUES (1, 1, 2), (2, 2, NULL)" % name)


@contextlib.contextmanager
def noting(number, can_fail=True):
    """Say what exception a case raised, and go on."""
    returns = can_fail and not op.get_context().as_sql and op.get_bind().dialect.name == "postgresql"
    if returns:
        op.execute("SAVEPOINT of_case")
    try:
        yield
    except Exception as error:
        if returns:
            op.execute("ROLLBACK TO SAVEPOINT of_case")
        print("case %d raised %s: %s" % (number, type(error).__name__, str(error).partition("\n")[0]), file=sys.stderr)
    if returns:
        op.execute("RELEASE SAVEPOINT of_case")
