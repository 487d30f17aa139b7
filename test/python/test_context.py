"""env.py and `alembic.context`: what each env.py has the engine do, and what it is told."""

import os
import textwrap

import pytest
from fake_engine import Failed, FakeEngine

TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "templates")
INI = """
[alembic]
script_location = %(here)s/scripts
prepend_sys_path = .
sqlalchemy.url = postgresql://u:p@h/d
databases = one, two

[one]
sqlalchemy.url = postgresql://h/one

[two]
sqlalchemy.url = sqlite:///two.db

[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys =
[logger_root]
handlers = console
level = INFO
[handler_console]
class = StreamHandler
args = (sys.stdout,)
"""
REVISION = """
from alembic import context, op
revision = "a1"
down_revision = None
def upgrade(**kw):
    print("upgrade", kw, context.is_offline_mode())
    op.rename_table("a", "b")
def downgrade(**kw): pass
"""


class Project:
    """A project with one revision and the env.py of a test."""

    def __init__(self, path):
        self.path = path
        (path / "scripts" / "versions").mkdir(parents=True)
        (path / "alembic.ini").write_text(INI)
        self.revision = path / "scripts" / "versions" / "a1_x.py"
        self.revision.write_text(REVISION)
        self.out = self.err = None

    def env(self, text):
        (self.path / "scripts" / "env.py").write_text(textwrap.dedent(text))

    def template(self, name):
        with open(os.path.join(TEMPLATES, name, "env.py")) as file:
            self.env(file.read())

    def file(self, name, text=""):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))

    def run(self, answers=None, environment=None, **members):
        """Have the engine run env.py; the host's calls without their common parts."""
        offline = members.get("offline", False)

        def run(message):
            engine.call("load", revisions=[{"revision": "a1", "path": str(self.revision)}])
            engine.call("step", revision="a1", direction="upgrade", connection=None if offline else 7,
                        dialect="postgresql", offline=offline)
            engine.call("applied", step={"is_upgrade": True, "is_stamp": False, "up": ["a1"], "down": [],
                                         "heads": ["a1"]})
            return {}

        with FakeEngine(self.path, dict({"run": run}, **(answers or {})), environment) as engine:
            engine.call(
                "env",
                **dict(
                    dict(path=str(self.path / "scripts" / "env.py"), directory=str(self.path / "scripts"),
                         command="upgrade", offline=False, starting=None, destination="head", tag=None, x=[],
                         options={}, config={"file": str(self.path / "alembic.ini"), "section": "alembic"}),
                    **members
                )
            )
            status, self.out, self.err = engine.close()
        assert (status, self.err) == (0, "")
        return [{key: value for key, value in message.items()} for message in engine.seen]


def names(calls):
    return [call.get("call") or call["tell"] for call in calls]


def only(calls, name):
    (found,) = [call for call in calls if call.get("call") == name]
    return found


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


@pytest.mark.parametrize("template", ["generic", "async"])
def test_the_templates_online(project, template):
    project.template(template)
    calls = project.run()
    assert names(calls)[:5] == ["connect", "configure", "run", "operation", "disconnect"]
    assert calls[0]["url"] == "postgresql://u:p@h/d"
    assert calls[1] == {
        "call": "configure", "connection": 7, "starting": None, "tag": None, "buffer": False, "in_transaction": False,
        "callbacks": False, "transaction_per_migration": False,
    }
    assert calls[2] == {"call": "run", "connection": 7}
    assert project.out == "upgrade {} False\n"


@pytest.mark.parametrize("template", ["generic", "async"])
def test_the_templates_offline(project, template):
    project.template(template)
    calls = project.run(offline=True)
    assert names(calls) == ["configure", "run", "operation"]
    assert calls[0]["url"] == "postgresql://u:p@h/d"
    assert "connection" not in calls[0]
    assert project.out == "upgrade {} True\n"


def test_several_databases_online(project):
    project.template("multidb")
    calls = project.run()
    assert [call["url"] for call in calls if call.get("call") == "connect"] == [
        "postgresql://h/one", "sqlite:///two.db"
    ]
    configured = [call for call in calls if call.get("call") == "configure"]
    assert [call["in_transaction"] for call in configured] == [True, True]
    assert names(calls).count("run") == 2 and names(calls).count("commit") == 2
    assert "upgrade {'engine_name': 'one'} False\n" in project.out
    assert "upgrade {'engine_name': 'two'} False\n" in project.out


def test_several_databases_offline_write_a_file_each(project):
    project.template("multidb")

    def run(message):
        engine_says.append(message)
        return {}

    engine_says = []
    calls = project.run(answers={"run": run}, offline=True)
    assert [call["buffer"] for call in calls if call.get("call") == "configure"] == [True, True]
    assert (project.path / "one.sql").exists() and (project.path / "two.sql").exists()


def test_what_the_engine_writes_goes_to_the_buffer(project):
    project.env(
        """
        import io
        from alembic import context
        buffer = io.StringIO()
        context.configure(url="postgresql://", output_buffer=buffer)
        with context.begin_transaction():
            context.run_migrations()
        print(repr(buffer.getvalue()))
        """
    )

    def run(message):
        engine[0].tell("output", text="BEGIN;\n\n")
        return {}

    engine = []
    original = FakeEngine.__enter__

    def enter(self):
        engine.append(self)
        return original(self)

    FakeEngine.__enter__ = enter
    try:
        project.run(answers={"run": run}, offline=True)
    finally:
        FakeEngine.__enter__ = original
    assert project.out == "'BEGIN;\\n\\n'\n"


def test_everything_that_can_be_configured_is_told(project):
    project.env(
        """
        from alembic import context
        context.configure(dialect_name="postgresql", version_table="v", version_table_schema="s",
                          version_table_pk=False, transaction_per_migration=True, transactional_ddl=False,
                          starting_rev="a0", tag="t", on_version_apply=lambda **kw: None)
        context.run_migrations()
        """
    )
    assert only(project.run(offline=True), "configure") == {
        "call": "configure", "dialect": "postgresql", "version_table": "v", "version_table_schema": "s",
        "version_table_pk": False, "transaction_per_migration": True, "transactional_ddl": False, "starting": "a0",
        "tag": "t", "buffer": False, "in_transaction": False, "callbacks": True,
    }


def test_arguments_of_the_command(project):
    project.env(
        """
        from alembic import context
        print(context.get_x_argument(), context.get_x_argument(as_dictionary=True), context.get_tag_argument())
        print(context.get_revision_argument(), context.get_starting_revision_argument())
        print(context.config.cmd_opts.revision, context.config.cmd_opts.cmd[0].__name__)
        print(context.get_head_revision(), context.get_head_revisions(), context.requires_connection())
        """
    )
    found = {"head": "a2", "heads": ["a2", "b2"], "a0": "a0full"}

    def script(message):
        assert message["what"] == "resolve"
        ids = found[message["id"]]
        return {"revisions": [ids] if isinstance(ids, str) else ids}

    project.run(answers={"script": script}, x=["a=1", "b", "c=x=y"], tag="t", starting="a0",
                options={"revision": "a0:head"})
    assert project.out == (
        "['a=1', 'b', 'c=x=y'] {'a': '1', 'b': '', 'c': 'x=y'} t\n"
        "a2 a0full\n"
        "a0:head upgrade\n"
        "a2 ('a2', 'b2') True\n"
    )


def test_on_version_apply(project):
    project.env(
        """
        from alembic import context
        from sqlalchemy import create_engine
        def told(ctx, step, heads, run_args):
            print(ctx is context.get_context(), step.is_upgrade, step.is_migration, step.up_revision_id,
                  step.up_revision_ids, step.down_revision_ids, step.source_revision_ids, heads, run_args)
        with create_engine("sqlite://").connect() as connection:
            context.configure(connection=connection, on_version_apply=[told])
            context.run_migrations(tenant="x")
        """
    )
    project.run()
    assert project.out == (
        "upgrade {'tenant': 'x'} False\n"
        "True True True a1 ('a1',) () () {'a1'} {'tenant': 'x'}\n"
    )


def test_what_env_executes_in_its_transaction_is_kept(project):
    project.env(
        """
        from alembic import context
        from sqlalchemy import create_engine, text
        connection = create_engine("postgresql://h/d").connect()
        context.configure(connection=connection)
        with context.begin_transaction():
            context.execute("SET search_path TO x")
            context.run_migrations()
            context.execute("ANALYZE")
        connection.close()
        """
    )
    calls = project.run()
    told = names(calls)
    assert [call["sql"] for call in calls if call.get("call") == "execute"] == ["SET search_path TO x", "ANALYZE"]
    assert told.index("begin") < told.index("execute") < told.index("commit") < told.index("run")
    assert told[told.index("run"):] == ["run", "operation", "begin", "execute", "commit"]


def test_a_transaction_of_env_pys_own_is_left_to_it(project):
    project.env(
        """
        from alembic import context
        from sqlalchemy import create_engine
        with create_engine("postgresql://h/d").begin() as connection:
            context.configure(connection=connection)
            with context.begin_transaction():
                context.run_migrations()
        """
    )
    calls = project.run()
    assert only(calls, "configure")["in_transaction"] is True
    assert names(calls) == ["connect", "begin", "configure", "run", "operation", "commit"]


def test_a_failed_run_rolls_back_what_env_began(project):
    project.revision.write_text(REVISION.replace('op.rename_table("a", "b")', "1 / 0"))
    project.template("generic")
    with pytest.raises(Failed) as caught:
        project.run()
    assert caught.value.error["type"] == "ZeroDivisionError"


@pytest.mark.parametrize(
    "text, message",
    [
        ("context.configure()", "Connection, url, or dialect_name is required."),
        ("context.get_context()", "No context has been configured yet."),
        ("context.get_starting_revision_argument()", "No starting revision argument is available."),
        ("import sqlalchemy\ncontext.configure(connection=sqlalchemy.create_engine('sqlite://'))",
         "'connection' argument to configure() is expected to be a sqlalchemy.engine.Connection instance, got "),
        ("context.configure(dialect_name='sqlite', literal_binds=True)",
         "Can't use literal_binds setting without as_sql mode"),
    ],
)
def test_errors(project, text, message):
    project.env("from alembic import context\n" + text)
    with pytest.raises(Failed) as caught:
        project.run()
    assert caught.value.error["message"].startswith(message)


def test_the_proxies_end_with_env_py(project):
    project.file("later.py", """
        from alembic import context, op
        def ask():
            for function in (context.configure, op.get_bind):
                try:
                    function()
                except NameError as error:
                    print(str(error)[:32])
        """)
    project.env("import later, atexit\natexit.register(later.ask)")
    project.run()
    assert project.out == "Can't invoke function 'configure\nCan't invoke function 'get_bind'\n"


def test_autocommit_block(project):
    project.revision.write_text(REVISION.replace('op.rename_table("a", "b")', textwrap.dedent("""
    with op.get_context().autocommit_block():
            op.execute("VACUUM")
    """).strip()))
    project.template("generic")
    calls = project.run()
    at = names(calls).index("block")
    assert calls[at : at + 3] == [
        {"call": "block", "connection": 7, "on": True},
        {"call": "execute", "connection": 7, "sql": "VACUUM", "style": "none"},
        {"call": "block", "connection": 7, "on": False},
    ]


def test_the_bind_of_a_script(project):
    project.revision.write_text(REVISION.replace('op.rename_table("a", "b")', textwrap.dedent("""
    bind = op.get_bind()
        assert bind is op.get_context().bind is op.get_context().connection is context.get_bind()
        assert bind.dialect.name == op.get_context().dialect.name == "postgresql"
        bind.execute("update x set y = 1")
        assert bind.in_transaction()
    """).strip()))
    project.template("generic")
    calls = project.run()
    assert [call["sql"] for call in calls if call.get("call") == "execute"] == ["update x set y = 1"]
    assert "begin" not in names(calls)


def test_a_context_of_ones_own(project):
    project.env(
        """
        from alembic.operations import Operations
        from alembic.migration import MigrationContext
        from sqlalchemy import create_engine
        with create_engine("postgresql://h/d").connect() as connection:
            ctx = MigrationContext.configure(connection, opts={"version_table": "v"})
            print(ctx.get_current_revision(), ctx.get_current_heads(), ctx.impl.__class__.__name__)
            op = Operations(ctx)
            with ctx.begin_transaction():
                op.rename_table("a", "b")
        """
    )
    calls = project.run()
    assert project.out == "ae10 ('ae10',) PostgresqlImpl\n"
    assert {call["table"] for call in calls if call.get("call") == "version"} == {"v"}
    told = names(calls)
    assert told.index("begin") < told.index("operation") < told.index("commit")


def test_names_that_env_py_files_import(project):
    project.env(
        """
        import alembic
        from alembic import command, context, environment, migration, op, script, util
        from alembic.autogenerate import comparators, compare_metadata, produce_migrations, renderers, rewriter
        from alembic.autogenerate.api import AutogenContext
        from alembic.autogenerate.rewriter import Rewriter
        from alembic.config import CommandLine, Config, main
        from alembic.ddl.impl import DefaultImpl
        from alembic.ddl.postgresql import PostgresqlImpl
        from alembic.operations import BatchOperations, MigrateOperation, MigrationScript, Operations, ops
        from alembic.operations.ops import AlterColumnOp, DropTableOp, MigrationScript, UpgradeOps
        from alembic.runtime.environment import EnvironmentContext
        from alembic.runtime.migration import MigrationContext, MigrationInfo, MigrationStep
        from alembic.script import Script, ScriptDirectory, write_hooks
        from alembic.script.revision import MultipleHeads, ResolutionError, Revision, RevisionError, RevisionMap
        from alembic.util import CommandError, messaging, exc, sqla_compat
        from alembic.util.exc import AutogenerateDiffsDetected
        class Mine(DefaultImpl):
            __dialect__ = "mine"
        writer = rewriter.Rewriter()
        @writer.rewrites(ops.AddColumnOp)
        def add(context, revision, op):
            return [op, ops.AlterColumnOp(op.table_name, "x", modify_nullable=False)]
        script = ops.MigrationScript("a", ops.UpgradeOps([ops.AddColumnOp("t", None)]), ops.DowngradeOps())
        writer(None, None, [script])
        print([type(one).__name__ for one in script.upgrade_ops.ops], alembic.__version__)
        try:
            compare_metadata(None, None)
        except CommandError as error:
            print(error)
        """
    )
    project.run()
    assert project.out == (
        "['AddColumnOp', 'AlterColumnOp'] 1.19.2\nthis version of limbeck does not compare databases with models\n"
    )


GUIDE_APPS = {
    "app/__init__.py": "", "app/core/__init__.py": "", "app/models/__init__.py": "",
    "app/core/config.py": "class settings:\n    DATABASE_URL = 'postgresql+asyncpg://u:p@h/d'\n",
    "app/core/database.py": """
        from sqlalchemy.orm import declarative_base
        Base = declarative_base()
        """,
    "app/models/user.py": """
        from sqlalchemy import Column, Integer, String
        from app.core.database import Base
        class User(Base):
            __tablename__ = "users"
            id = Column(Integer, primary_key=True)
            name = Column(String(50), nullable=False)
        """,
}


def test_an_env_py_with_an_application(project):
    for name, text in GUIDE_APPS.items():
        project.file(name, text)
    project.env(
        """
        import os, sys
        from logging.config import fileConfig
        from sqlalchemy import engine_from_config, pool
        from sqlalchemy.ext.asyncio import AsyncEngine
        from alembic import context
        sys.path.append(os.path.dirname(os.path.dirname(__file__)))
        from app.core.config import settings
        from app.core.database import Base
        from app.models.user import User
        config = context.config
        fileConfig(config.config_file_name)
        config.set_main_option("sqlalchemy.url", settings.DATABASE_URL)
        target_metadata = Base.metadata
        def run():
            connectable = AsyncEngine(engine_from_config(
                config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool,
                future=True))
            with connectable.connect() as connection:
                context.configure(connection=connection, target_metadata=target_metadata, compare_type=True)
                with context.begin_transaction():
                    context.run_migrations()
        run()
        """
    )
    calls = project.run()
    assert only(calls, "connect")["url"] == "postgresql+asyncpg://u:p@h/d"
    assert only(calls, "configure")["connection"] == 7
    assert names(calls).count("run") == 1


def test_without_env_py_a_step_has_a_context_too(project):
    with FakeEngine(project.path) as engine:
        config = {"file": str(project.path / "alembic.ini"), "section": "alembic", "options": {"tenant": "x"}}
        project.revision.write_text(REVISION.replace(
            'op.rename_table("a", "b")',
            "print(context.config.get_main_option('tenant'), op.get_bind().dialect.name)"))
        engine.call("load", revisions=[{"revision": "a1", "path": str(project.revision)}], config=config)
        for _ in range(2):
            engine.call("step", revision="a1", direction="upgrade", connection=4, dialect="sqlite", offline=False)
        out = engine.close()[1]
    assert out == "upgrade {} False\nx sqlite\n" * 2
