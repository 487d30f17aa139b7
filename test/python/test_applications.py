"""What applications' models, env.py and revisions ask for besides the documented API."""

import os
import sys

import pytest
import sqlalchemy as sa

PYTHON = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "python"))
pytestmark = pytest.mark.skipif(bool(os.environ.get("LIMBECK_TEST_REAL")), reason="tests limbeck's own modules")

NAMES = """
sqlalchemy.sql.type_api: _T NULLTYPE
sqlalchemy.sql._typing: _ColumnExpressionArgument _DMLColumnArgument
sqlalchemy.orm._typing: OrmExecuteOptionsParameter
sqlalchemy.sql.roles: ExpressionElementRole
sqlalchemy.orm.interfaces: ORMOption LoaderOption PropComparator MapperProperty
sqlalchemy.orm.base: Mapped NO_VALUE class_mapper
sqlalchemy.orm.util: AliasedClass object_mapper
sqlalchemy.orm: ORMExecuteState InspectionAttr util interfaces
sqlalchemy.engine.interfaces: _CoreSingleExecuteParams IsolationLevel
sqlalchemy.dialects.postgresql.json: JSON JSONB
sqlalchemy.dialects.postgresql.named_types: ENUM DOMAIN
sqlalchemy.dialects.sqlite.json: JSON
"""


@pytest.mark.parametrize("line", NAMES.strip().splitlines())
def test_names(line):
    module, _, names = line.partition(":")
    for name in names.split():
        exec("from %s import %s" % (module, name), {})


def test_annotations_take_arguments():
    from sqlalchemy.sql import roles
    from sqlalchemy.sql._typing import _ColumnExpressionArgument

    assert _ColumnExpressionArgument[bool] is _ColumnExpressionArgument
    assert roles.FromClauseRole is roles.FromClauseRole
    with pytest.raises(AttributeError):
        roles.__nothing__


@pytest.mark.parametrize(
    "expression, expected",
    [
        (sa.literal_column("lower(name)"), {"sql": "lower(name)"}),
        (sa.literal_column("created_at DESC"), {"sql": "created_at DESC"}),
        (sa.text("a DESC"), {"sql": "a DESC"}),
        (sa.column("a DESC"), {"column": "a DESC"}),
    ],
)
def test_index_on_expression(expression, expected):
    from limbeck.describe import index
    from sqlalchemy.dialects import postgresql

    made = sa.Index("ix", expression)
    sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer)).append_constraint(made)
    assert index(made, postgresql.dialect())["columns"] == [expected]


class Operations:
    """Takes the statements of an operation."""

    def __init__(self, dialect):
        self.migration_context = self
        self.dialect = dialect
        self.statements = []

    def get_bind(self):
        return self

    def exec_driver_sql(self, sql):
        self.statements.append(sql)

    def execute(self, statement):
        self.statements.append(str(statement.compile(dialect=self.dialect)))


@pytest.fixture
def operations(monkeypatch):
    from sqlalchemy.dialects import postgresql

    monkeypatch.setattr(sys, "path", sys.path + [os.path.join(PYTHON, "limbeck", "lib_standins")])
    return Operations(postgresql.dialect())


def test_sync_enum_values(operations):
    from alembic_postgresql_enum import ColumnType, SyncEnumValuesOp, TableReference

    SyncEnumValuesOp.sync_enum_values(
        operations, "public", "mood", ["it's", "b"],
        [TableReference("t", "m", existing_server_default="'a'::mood"),
         TableReference("u", "all", table_schema="s", column_type=ColumnType.ARRAY)],
        enum_values_to_rename=[("a", "b")],
    )
    assert operations.statements == [
        "ALTER TYPE public.mood RENAME TO mood_old",
        "CREATE TYPE public.mood AS ENUM ('it''s', 'b')",
        "ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT",
        "ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING"
        " (CASE m::text WHEN 'a' THEN 'b' ELSE m::text END)::public.mood",
        "ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'b'::public.mood",
        'ALTER TABLE s.u ALTER COLUMN "all" TYPE public.mood[] USING'
        " array_replace(\"all\"::text[], 'a', 'b')::public.mood[]",
        "DROP TYPE public.mood_old",
    ]


def test_entities(operations):
    from alembic_utils import replaceable_entity as entities
    from alembic_utils.pg_function import PGFunction
    from alembic_utils.pg_trigger import PGTrigger
    from alembic_utils.pg_view import PGView

    function = PGFunction("public", "f(a int DEFAULT 1, b numeric(9,2) = 2, c text)", "returns text as $$ a::text $$;")
    trigger = PGTrigger("public", "t", "BEFORE INSERT ON public.x EXECUTE FUNCTION f()", on_entity="x")
    entities.CreateOp.create_entity(operations, PGView("s", "v", "SELECT ':x' AS a;"))
    entities.DropOp.drop_entity(operations, function, cascade=True)
    entities.ReplaceOp.replace_entity(operations, trigger)
    assert operations.statements == [
        "CREATE VIEW \"s\".\"v\" AS SELECT ':x' AS a",
        'DROP FUNCTION "public"."f"(a int, b numeric(9,2), c text) CASCADE',
        "DROP TRIGGER IF EXISTS t ON public.x",
        "CREATE TRIGGER t BEFORE INSERT ON public.x EXECUTE FUNCTION f()",
    ]
