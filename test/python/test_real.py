"""The host with the installed SQLAlchemy (LIMBECK_SQLALCHEMY=real): limbeck's driver, and connections that are lent."""

import textwrap

import pytest
from fake_engine import Failed, FakeEngine, default_answer

REAL = {"LIMBECK_SQLALCHEMY": "real"}
REVISION = """
revision = "a1"
down_revision = None
import sqlalchemy as sa
from alembic import op
def upgrade():
    t = op.create_table("t", sa.Column("a", sa.Integer(), primary_key=True))
    print(op.get_bind().execute(sa.text("select x from y where z = :z"), {"z": 5}).fetchall())
"""


def rows(message):
    if "version()" in message["sql"]:
        return answer("version", ["PostgreSQL 15.8 on x86_64"])
    if message["sql"].startswith("select current_schema"):
        return answer("current_schema", ["public"])
    if message["sql"].startswith("select x"):
        return answer("x", [1], [{"number": "1.50"}], [{"date": "2026-01-31"}])
    return answer("anything", ["on"])


def answer(name, *found):
    return {"columns": [{"name": name, "type": "text"}], "rows": list(found), "more": False, "result": None,
            "changed": len(found)}


@pytest.fixture
def run(tmp_path):
    ini = "[alembic]\nscript_location = .\nsqlalchemy.url = postgresql+psycopg2://h/d\n"
    (tmp_path / "alembic.ini").write_text(ini)
    revision = tmp_path / "a1_x.py"
    revision.write_text(REVISION)

    def run(env, during=None, offline=False, **answers):
        (tmp_path / "env.py").write_text(textwrap.dedent(env))

        def do(message):
            engine.call("load", revisions=[{"revision": "a1", "path": str(revision)}])
            if during is not None:
                during(engine)
            else:
                engine.call("step", revision="a1", direction="upgrade", connection=None if offline else 7,
                            dialect="postgresql", offline=offline)
            return {}

        with FakeEngine(tmp_path, dict({"execute": rows, "run": do}, **answers), REAL) as engine:
            engine.call("env", path=str(tmp_path / "env.py"), directory=str(tmp_path), command="upgrade",
                        offline=offline, destination="head", x=[], options={},
                        config={"file": str(tmp_path / "alembic.ini"), "section": "alembic"})
            status, out, err = engine.close()
        assert (status, err) == (0, "")
        return engine, out

    return run


ENV = """
from alembic import context
from sqlalchemy import engine_from_config, pool
config = context.config
with engine_from_config(config.get_section("alembic"), poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""


def test_connections_are_the_engines(run):
    engine, out = run(ENV)
    assert out == "[(1,), (Decimal('1.50'),), (datetime.date(2026, 1, 31),)]\n"
    (connected,) = engine.calls("connect")
    assert connected["url"] == "postgresql+psycopg2://h/d"
    (configured,) = engine.calls("configure")
    assert (configured["connection"], configured["in_transaction"]) == (7, False)
    (operation,) = engine.calls("operation")
    assert operation["operation"]["op"] == "create_table"
    asked = [call for call in engine.calls("execute") if call["sql"].startswith("select x")]
    assert asked == [{"sql": "select x from y where z = :z", "style": "named", "params": {"z": 5}, "returning": True,
                      "connection": 7}]
    during = engine.seen[engine.seen.index(dict(call="run", connection=7)):]
    assert "begin" not in [message["call"] for message in during[: during.index(dict(asked[0], call="execute"))]]


def test_offline(run):
    engine, out = run(
        """
        from alembic import context
        context.configure(url="postgresql://", literal_binds=True)
        context.run_migrations()
        """,
        during=lambda engine: None, offline=True,
    )
    assert engine.calls("connect") == []
    assert engine.calls("configure")[0]["url"] == "postgresql://"


LENT = """
import sqlite3
from alembic import context
from sqlalchemy import create_engine
with create_engine("sqlite://", creator=lambda: sqlite3.connect("lent.db")).connect() as connection:
    context.configure(connection=connection)
    context.run_migrations()
"""


def test_a_connection_of_the_projects_own_is_lent(run, tmp_path):
    found = []

    def during(engine):
        def foreign(verb, **members):
            return engine.call("foreign", connection=9, verb=verb, **members)

        foreign("begin")
        foreign("execute", sql="create table t (a integer, b text)")
        foreign("rollback")
        found.append(foreign("has_table", table="t", schema=None))
        foreign("begin")
        foreign("execute", sql="create table t (a integer, b text)")
        found.append(foreign("execute", sql="insert into t values (1, '100%')"))
        foreign("commit")
        found.append(foreign("execute", sql="select a, b from t"))
        found.append(foreign("has_table", table="t", schema=None))
        with pytest.raises(Failed) as caught:
            foreign("execute", sql="select gone")
        found.append(caught.value.error)

    def adopt(message):
        return dict(default_answer({"call": "connect"}), connection=9, dialect="sqlite")

    engine, _ = run(LENT, during, adopt=adopt)
    assert engine.calls("adopt")[0]["dialect"] == "sqlite"
    assert engine.calls("configure")[0]["connection"] == 9
    assert found[0] == {"exists": False}
    assert found[1]["changed"] == 1
    assert (found[2]["columns"], found[2]["rows"]) == (
        [{"name": "a", "type": None}, {"name": "b", "type": None}], [[1, "100%"]]
    )
    assert found[3] == {"exists": True}
    assert (found[4]["kind"], found[4]["of"], found[4]["message"]) == ("engine", "database", "no such column: gone")
