"""SIGKILL at every boundary of a chain of Python revisions, and of the process that runs them at every message; then `upgrade`:
nothing lost, nothing run twice."""

import itertools
import os
import signal

import pytest

from conftest import SANITIZED, PostgresqlDatabase, SqliteDatabase, version_rows
from scripts import host_processes, write_env, write_script
from test_kill import killat  # noqa: F401  (a fixture)
from test_mariadb import MariadbDatabase, server  # noqa: F401

# Every run is two starts of Python, and a chain has hundreds of boundaries. So the ordinary suite passes over most of them; the cases
# of one database begin at different ones, and LIMBECK_KILL_STRIDE=4 has them pass every one together.
STRIDES = {"sqlite": 96, "postgresql": 48, "mariadb": 64, "host": 28}


def boundaries(kind, case):
    given = os.environ.get("LIMBECK_KILL_STRIDE")
    stride = int(given) if given else STRIDES[kind] * (2 if SANITIZED and kind != "host" else 1)
    return itertools.count(1 + case * stride // len(CASES), stride)

CONCURRENTLY = {
    "postgresql": """\
        op.execute("CREATE INDEX CONCURRENTLY log_what_idx ON log (what)")
        log("c after")
        op.drop_index("log_what_idx", "log", postgresql_concurrently=True)""",
    "sqlite": """\
        op.execute("VACUUM")
        log("c after")
        op.execute("VACUUM")""",
    "mariadb": """\
        op.execute("CREATE INDEX log_what_idx ON log (what(20))")
        log("c after")
        op.drop_index("log_what_idx", "log")""",
}


def kills(library, **where):
    """The environment that has it killed. The shell that may start Python gets the library too, and leaks."""
    quiet = {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"} if SANITIZED else {}
    return {"LD_PRELOAD": library, **{name: str(at) for name, at in where.items()}, **quiet}


def write_chain(project, kind):
    """Revisions with everything that commits in the middle; returns what the log holds in the end."""
    project_of = lambda *args, **more: write_script(project, *args, **more)
    project_of("aaaa00000000", None, """\
        op.create_table("log", sa.Column("n", sa.Integer, primary_key=True, autoincrement=True), sa.Column("what", sa.Text, nullable=False))
        log("a made")""")
    project_of("bbbb00000000", "aaaa00000000", """\
        log("b one")
        t = op.create_table("b", sa.Column("i", sa.Integer, primary_key=True), sa.Column("v", sa.String(20)), sa.Column("old", sa.Integer))
        op.bulk_insert(t, [{"i": i, "v": "v%d" % i} for i in range(1, 4)])
        for row in op.get_bind().execute(sa.text("SELECT i FROM b ORDER BY i")).fetchall():
            log("b row %d" % row[0])
        op.create_index("b_v", "b", ["v"])
        log("b two")""")
    project_of("cccc00000000", "bbbb00000000", f"""\
        log("c one")
        op.execute("COMMIT")
        log("c between")
{CONCURRENTLY[kind]}
        with op.get_context().autocommit_block():
            log("c block one")
            op.create_table("in_block", sa.Column("i", sa.Integer))
            log("c block two")
        log("c end")""")
    project_of("dddd00000000", "cccc00000000", """\
        with op.batch_alter_table("b") as batch:
            batch.drop_column("old")
            batch.add_column(sa.Column("j", sa.Integer, server_default="7"))
        bind = op.get_bind()
        with bind.begin_nested():
            bind.execute(sa.text("INSERT INTO log (what) VALUES (:w)"), {"w": "d saved"})
        log("d rows %d" % bind.execute(sa.text("SELECT count(*) FROM b WHERE j = 7")).scalar())
        op.drop_table("in_block")""")
    return ["a made", "b one", "b row 1", "b row 2", "b row 3", "b two", "c one", "c between", "c after", "c block one", "c block two",
            "c end", "d saved", "d rows 3"]


def open_database(kind, request, tmp_path):
    if kind == "sqlite":
        return SqliteDatabase(tmp_path)
    if kind == "postgresql":
        return PostgresqlDatabase(request.getfixturevalue("cluster"))
    return MariadbDatabase(request.getfixturevalue("server"))


def check_end(database, expected, told):
    assert [row[0] for row in database.sql("SELECT what FROM log ORDER BY n")] == expected, told
    assert version_rows(database) == ["dddd00000000"], told
    left = database.tables() - {"sqlite_sequence", "log", "b", "alembic_version"}
    assert not left or left == {"alembic_version_progress"} and not database.sql("SELECT * FROM alembic_version_progress"), told
    assert list(map(tuple, database.sql("SELECT i, v, j FROM b ORDER BY i"))) == [(1, "v1", 7), (2, "v2", 7), (3, "v3", 7)], told


CASES = list(itertools.product(["none", "env"], ["revision", "run"]))


@pytest.mark.parametrize("case", range(len(CASES)), ids=["-".join(case) for case in CASES])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql", "mariadb"])
def test_kill_at_every_boundary(kind, case, project, killat, request, tmp_path):  # noqa: F811
    database = open_database(kind, request, tmp_path)
    env, transaction = CASES[case]
    made = project(database, limbeck={"transaction": transaction, "lock_wait": "30s"})
    expected = write_chain(made, kind)
    if env == "env":
        write_env(made)
    killed = 0
    for at in boundaries(kind, case):
        outcome = made("upgrade", "head", env=kills(killat, KILL_AT=at))
        told = f"killed at call {at}\n{outcome.err}"
        if outcome.status != -signal.SIGKILL:
            assert outcome.status == 0, told
            break
        killed += 1
        again = made("upgrade", "head")
        assert again.status == 0, f"{told}\nthe next run:\n{again.err}"
        check_end(database, expected, f"{told}\nthe next run:\n{again.err}")
        database.clear()
    assert killed > 0, "hardly anything was killed: the library does not see the calls"
    check_end(database, expected, told)


@pytest.mark.parametrize("case", range(len(CASES)), ids=["-".join(case) for case in CASES])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql", "mariadb"])
def test_the_host_killed_at_every_message(kind, case, project, killat, request, tmp_path):  # noqa: F811
    database = open_database(kind, request, tmp_path)
    env, transaction = CASES[case]
    made = project(database, limbeck={"transaction": transaction, "lock_wait": "30s"})
    expected = write_chain(made, kind)
    if env == "env":
        write_env(made)
    killed = 0
    for at in boundaries("host", case):
        outcome = made("upgrade", "head", env=kills(killat, KILL_HOST_AT=at))
        told = f"host killed at message {at}\n{outcome.err}"
        assert host_processes(made) == [], told
        if outcome.status == 0:
            break
        killed += 1
        assert outcome.status == 4, told
        assert "the process that runs the scripts has ended" in outcome.err and "killed by signal 9" in outcome.err, told
        rows = version_rows(database)
        if "Running" in outcome.err and "the database is at" in outcome.err:
            assert f"the database is at {rows[0] if rows else 'base'}" in outcome.err, told
        again = made("upgrade", "head")
        assert again.status == 0, f"{told}\nthe next run:\n{again.err}"
        check_end(database, expected, f"{told}\nthe next run:\n{again.err}")
        database.clear()
    assert killed > 0, "hardly anything was killed: the library does not see the messages"
    check_end(database, expected, told)
