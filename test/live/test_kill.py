"""SIGKILL at every boundary of a chain, on both databases and in both transaction modes; then `upgrade`: nothing lost, nothing run
twice. killat.c finds the boundaries."""

import pathlib
import shutil
import signal
import subprocess

import pytest

from conftest import SANITIZED, PostgresqlDatabase, SqliteDatabase, version_rows

HERE = pathlib.Path(__file__).resolve().parent
STRIDE = 3 if SANITIZED else 1  # under the sanitizers every run is slow; they look for other faults than this test


@pytest.fixture(scope="session")
def killat(tmp_path_factory):
    compiler = shutil.which("cc") or shutil.which("gcc")
    library = tmp_path_factory.mktemp("killat") / "killat.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Wno-builtin-declaration-mismatch", "-o", library,
                    HERE / "killat.c", "-ldl"], check=True)
    preload = str(library)
    if SANITIZED:  # their runtime must come first
        runtime = subprocess.run([compiler, "-print-file-name=libasan.so"], check=True, text=True, stdout=subprocess.PIPE)
        preload = runtime.stdout.strip() + ":" + preload
    return preload


def log_revision(project, identity, down, words, kind, before="", after="", off=False):
    """A revision that writes each of @words into the log and makes a table, with statements around it."""
    inserts = "\n".join(f"INSERT INTO log (what) VALUES ('{identity} {word}');" for word in words)
    marker = "-- limbeck:upgrade" + (" transaction=off" if off else "")
    project.revision(identity, down, text=f"{marker}\n{before}\n{inserts}\n{after}\n-- limbeck:downgrade\n")
    return [f"{identity} {word}" for word in words]


def plain_chain(project, kind, identity):
    """The first revision makes the log, so that it is part of the game."""
    expected = []
    project.revision("aaaa00000000", None, f"CREATE TABLE log (n {identity}, what text NOT NULL);\n"
                     "INSERT INTO log (what) VALUES ('aaaa00000000 made');")
    expected.append("aaaa00000000 made")
    expected += log_revision(project, "bbbb00000000", "aaaa00000000", ["one", "two", "three"], kind,
                             before="CREATE TABLE b (i integer);", after="CREATE INDEX b_idx ON b (i);")
    expected += log_revision(project, "cccc00000000", "bbbb00000000", ["one", "two"], kind, before="DROP TABLE b;")
    return expected


def mixed_chain(project, kind, identity):
    """With statements that run outside of a transaction, in the middle of plain ones, and a section that asks for none."""
    expected = plain_chain(project, kind, identity)
    alone = {"postgresql": "CREATE INDEX CONCURRENTLY log_what_idx ON log (what);", "sqlite": "VACUUM;"}[kind]
    again = {"postgresql": "DROP INDEX CONCURRENTLY log_what_idx;\nVACUUM log;", "sqlite": "VACUUM;"}[kind]
    expected += log_revision(project, "dddd00000000", "cccc00000000", ["before"], kind,
                             after=alone + "\nINSERT INTO log (what) VALUES ('dddd00000000 after');")
    expected.append("dddd00000000 after")
    expected += log_revision(project, "eeee00000000", "dddd00000000", ["one", "two"], kind, off=True, after=again)
    return expected


CHAINS = {"plain": plain_chain, "mixed": mixed_chain}


def check_consistent(database, expected, told):
    """The version row must stand behind what it says, or before it: never in between."""
    done = [row[0] for row in database.sql("SELECT what FROM log ORDER BY n")] if "log" in database.tables() else []
    assert done == expected[:len(done)], told
    rows = version_rows(database)
    finished = {what.split()[0] for what in done}
    for row in rows:
        assert [what for what in expected if what.startswith(row)] == [what for what in done if what.startswith(row)], told
        assert all(identity <= row or identity in finished for identity in finished), told


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize("transaction", ["revision", "run"])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_kill_at_every_boundary(kind, transaction, chain, project, killat, request, tmp_path):
    database = SqliteDatabase(tmp_path) if kind == "sqlite" else PostgresqlDatabase(request.getfixturevalue("cluster"))
    made = project(database, limbeck={"transaction": transaction, "lock_wait": "30s"})
    expected = CHAINS[chain](made, kind, database.identity)
    last = sorted(path.name for path in made.versions.iterdir())[-1][:12]
    killed, at = 0, 1
    while True:
        outcome = made("upgrade", "head", env={"LD_PRELOAD": killat, "KILL_AT": str(at)})
        told = f"killed at call {at}\n{outcome.err}"
        if outcome.status != -signal.SIGKILL:
            assert outcome.status == 0, told
            break
        killed += 1
        if "log" in database.tables() and kind == "sqlite":
            check_consistent(database, expected, told)
        again = made("upgrade", "head")
        assert again.status == 0, f"{told}\nthe next run:\n{again.err}"
        done = [row[0] for row in database.sql("SELECT what FROM log ORDER BY n")]
        assert done == expected, f"{told}\nthe next run:\n{again.err}"
        assert version_rows(database) == [last], told
        if kind == "postgresql" and chain == "mixed":
            assert database.sql("SELECT count(*) FROM pg_class WHERE relname = 'log_what_idx'") == [(0,)], told
        left = database.tables() - {"log", "alembic_version", "sqlite_sequence"}
        assert all("progress" in name or "limbeck" in name for name in left), left
        assert all(database.sql(f"SELECT count(*) FROM {name}") == [(0,)] for name in left), f"{told}: rows left in {left}"
        database.clear()
        at += STRIDE
    assert killed * STRIDE > 20, "hardly anything was killed: the library does not see the calls"
    assert [row[0] for row in database.sql("SELECT what FROM log ORDER BY n")] == expected
    assert version_rows(database) == [last]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_kill_on_the_way_down(kind, project, killat, request, tmp_path):
    database = SqliteDatabase(tmp_path) if kind == "sqlite" else PostgresqlDatabase(request.getfixturevalue("cluster"))
    made = project(database)
    for identity, down in (("aaaa00000000", None), ("bbbb00000000", "aaaa00000000"), ("cccc00000000", "bbbb00000000")):
        made.revision(identity, down, f"INSERT INTO log (what) VALUES ('up {identity}');",
                      f"INSERT INTO log (what) VALUES ('down {identity}');\nINSERT INTO log (what) VALUES ('down {identity} too');")
    names = ["cccc00000000", "bbbb00000000", "aaaa00000000"]
    expected = [f"up {name}" for name in reversed(names)] + [f"down {name}{word}" for name in names for word in ("", " too")]
    at = 1
    while True:
        database.sql(f"CREATE TABLE log (n {database.identity}, what text NOT NULL)")
        made("upgrade", "head").ok()
        outcome = made("downgrade", "base", env={"LD_PRELOAD": killat, "KILL_AT": str(at)})
        killed = outcome.status == -signal.SIGKILL
        if killed:
            made("downgrade", "base").ok()
        else:
            outcome.ok()
        assert [row[0] for row in database.sql("SELECT what FROM log ORDER BY n")] == expected, f"killed at call {at}"
        assert version_rows(database) == []
        database.clear()
        if not killed:
            break
        at += STRIDE
    assert at > 15
