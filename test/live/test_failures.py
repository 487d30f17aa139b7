"""Whatever goes wrong: the message names the place and the state, the database is before or after a step, the next run goes on."""

import os
import resource
import signal
import sqlite3
import stat
import time

import pytest

from cluster import Cluster
from conftest import PostgresqlDatabase, version_rows


def two_steps(project, second, back="SELECT 1;"):
    project.revision("aaaa11111111", None, "CREATE TABLE a (i integer);", "DROP TABLE a;", message="make a")
    return project.revision("bbbb22222222", "aaaa11111111", second, back, message="make b")


# ---- what the server refuses


def test_the_report_of_a_refused_statement(postgresql, project):
    made = project(postgresql)
    two_steps(made, "CREATE TABLE b (i integer);\n\nINSERT INTO b\nVALUES (1), (thyme);\n")
    report = made("upgrade", "head").fails().err
    assert "bbbb22222222_step.sql:10" in report, "the line that the server points at"
    assert "42703" in report
    assert 'column "thyme" does not exist' in report
    lines = report.splitlines()
    caret = next(index for index, line in enumerate(lines) if line.endswith(" ^"))
    assert lines[caret - 2].endswith(" 9 | INSERT INTO b")
    assert lines[caret - 1][lines[caret].index("^"):].startswith("thyme"), report
    assert "revision bbbb22222222, statement 2 of 2" in report
    assert "rolled back" in report
    assert "aaaa11111111" in report.split("FAILED:")[1], "where the database is now"


def test_detail_and_hint_of_the_server(postgresql, project):
    made = project(postgresql)
    two_steps(made, "INSERT INTO a VALUES (1), (1);\nALTER TABLE a ADD UNIQUE (i);")
    report = made("upgrade", "head").fails().err
    assert "23505" in report
    assert "Key (i)=(1) is duplicated" in report
    two_steps(made, "SELECT lenght('x');")
    report = made("upgrade", "head").fails().err
    assert "42883" in report
    assert "No function matches the given name" in report


def test_the_context_of_an_error_inside_a_function(postgresql, project):
    made = project(postgresql)
    two_steps(made, """\
        CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'not today' USING HINT = 'Try tomorrow.', ERRCODE = 'P7777';
        END $$;
        SELECT f();""")
    report = made("upgrade", "head").fails().err
    assert "not today" in report and "Try tomorrow." in report and "P7777" in report
    assert "bbbb22222222_step.sql:11" in report
    assert "PL/pgSQL function f() line 3" in report


def test_a_constraint_that_fails_at_commit(postgresql, project):
    made = project(postgresql)
    two_steps(made, "ALTER TABLE a ADD PRIMARY KEY (i);\n"
              "CREATE TABLE c (i integer REFERENCES a DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO c VALUES (5);")
    report = made("upgrade", "head").fails().err
    assert "23503" in report
    assert version_rows(postgresql) == ["aaaa11111111"]
    assert "c" not in postgresql.tables()


def test_the_report_on_sqlite(sqlite, project):
    made = project(sqlite)
    two_steps(made, "CREATE TABLE b (i integer);\nINSERT INTO b\nVALUES (thyme);\n")
    report = made("upgrade", "head").fails().err
    assert "bbbb22222222_step.sql:9" in report
    assert "no such column: thyme" in report
    assert "rolled back" in report
    assert "aaaa11111111" in report.split("FAILED:")[1]
    assert "b" not in sqlite.tables()


def test_a_failure_says_so_with_run_transactions(database, project):
    made = project(database, limbeck={"transaction": "run"})
    two_steps(made, "INSERT INTO nowhere VALUES (1);")
    report = made("upgrade", "head").fails().err
    assert "rolled back" in report
    assert "a" not in database.tables()


def test_a_version_row_that_somebody_moved_is_noticed(database, project):
    """The step's own SQL changes the row that the step is about to change: one row was expected, none is there."""
    made = project(database)
    two_steps(made, "DELETE FROM alembic_version;")
    assert "expected to match one row when updating 'aaaa11111111' to 'bbbb22222222' in 'alembic_version'; 0 found" in (
        made("upgrade", "head").fails().err)
    assert version_rows(database) == ["aaaa11111111"]


def test_an_id_too_long_for_the_version_table(database, project):
    made = project(database)
    made.revision("a" * 33, None, "CREATE TABLE a (i integer);")
    if database.kind == "postgresql":
        failed = made("upgrade", "head").fails()
        assert "32" in failed.err
        assert "a" not in database.tables()
    else:
        made("upgrade", "head").ok()


def test_transaction_statements_in_a_script(database, project):
    """A script that commits by itself would take the step's transaction from under the version row."""
    made = project(database)
    two_steps(made, "CREATE TABLE b (i integer);\nCOMMIT;\nCREATE TABLE c (i integer);\nINSERT INTO nowhere VALUES (1);")
    failed = made("upgrade", "head").fails()
    assert "bbbb22222222_step.sql" in failed.err
    assert version_rows(database) in ([], ["aaaa11111111"])


# ---- signals


@pytest.mark.parametrize("number, status", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_cancels_the_statement_and_rolls_back(database, project, number, status):
    made = project(database)
    endless = {"postgresql": "SELECT pg_sleep(60);",
               "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n;"}[database.kind]
    two_steps(made, "CREATE TABLE b (i integer);\n" + endless)
    process = made.start("upgrade", "head")
    begun = time.monotonic()
    while version_rows(database) != ["aaaa11111111"]:
        assert time.monotonic() - begun < 60
        time.sleep(0.02)
    time.sleep(0.3)
    begun = time.monotonic()
    process.send_signal(number)
    stopped = made.program.finish(process)
    assert time.monotonic() - begun < 10
    assert stopped.status == status, stopped.err
    assert "rolled back" in stopped.err
    assert "aaaa11111111" in stopped.err
    assert "b" not in database.tables()
    assert version_rows(database) == ["aaaa11111111"]
    if database.kind == "postgresql":
        assert database.sql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'") == [(0,)]


def test_a_signal_while_waiting_for_the_lock(postgresql, project):
    made = project(postgresql, limbeck={"lock_wait": "60s"})
    made.revision("aaaa00000000", None, "SELECT pg_sleep(5);")
    first = made.start("upgrade", "head")
    try:
        begun = time.monotonic()
        while not postgresql.sql("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"):
            assert time.monotonic() - begun < 60
            time.sleep(0.02)
        second = made.start("upgrade", "head")
        time.sleep(0.8)
        second.send_signal(signal.SIGINT)
        assert made.program.finish(second).status == 130
    finally:
        made.program.finish(first).ok()


# ---- the server goes away, or was never there


@pytest.mark.parametrize("transaction", ["revision", "run"])
def test_a_server_that_goes_away_in_the_middle(project, transaction):
    with Cluster() as own:
        database = PostgresqlDatabase(own)
        made = project(database, limbeck={"transaction": transaction})
        path = two_steps(made, "CREATE TABLE b (i integer);\nSELECT pg_sleep(60);")
        process = made.start("upgrade", "head")
        begun = time.monotonic()
        while not database.sql("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"):
            assert time.monotonic() - begun < 60
            time.sleep(0.02)
        own.stop(signal.SIGQUIT)
        lost = made.program.finish(process)
        assert lost.status > 0, lost.err
        assert "bbbb22222222" in lost.err
        refused = made("upgrade", "head").fails(lost.status)
        assert "FAILED:" in refused.err
        own.start()
        assert version_rows(database) == (["aaaa11111111"] if transaction == "revision" else [])
        assert "b" not in database.tables()
        path.write_text(path.read_text().replace("pg_sleep(60)", "1"))
        made("upgrade", "head").ok()
        assert version_rows(database) == ["bbbb22222222"]


def test_a_backend_that_is_terminated(postgresql, project):
    made = project(postgresql)
    two_steps(made, "CREATE TABLE b (i integer);\nSELECT pg_terminate_backend(pg_backend_pid());")
    lost = made("upgrade", "head").fails()
    assert "bbbb22222222" in lost.err
    assert version_rows(postgresql) == ["aaaa11111111"]
    assert "b" not in postgresql.tables()


def test_a_wrong_password_is_not_repeated(project, cluster, postgresql):
    made = project()
    two_steps(made, "SELECT 1;")
    failed = made("upgrade", "head", env={"DATABASE_URL": cluster.url(postgresql.name, "guarded", "hush-hush")}).fails()
    assert "password authentication failed" in failed.err
    assert "hush-hush" not in failed.err + failed.out


@pytest.mark.parametrize("url", ["postgresql://me@127.0.0.1:1/x", "postgresql://me@/x?host=/nowhere/at/all",
                                 "postgresql://me:hush-hush@no-such-host.invalid/x"])
def test_a_host_that_is_not_there(project, url):
    made = project()
    two_steps(made, "SELECT 1;")
    failed = made("upgrade", "head", env={"DATABASE_URL": url}).fails()
    assert "FAILED:" in failed.err
    assert "hush-hush" not in failed.err + failed.out
    assert made("current", env={"DATABASE_URL": url}).fails().status == failed.status


def test_a_database_that_is_not_there(project, cluster):
    made = project()
    two_steps(made, "SELECT 1;")
    assert '"no_such_thing"' in made("upgrade", "head", env={"DATABASE_URL": cluster.url("no_such_thing")}).fails().err


# ---- locked by somebody else


def test_sqlite_locked_by_another_program(sqlite, project):
    made = project(sqlite, limbeck={"lock_wait": "400ms"})
    two_steps(made, "CREATE TABLE b (i integer);")
    made("upgrade", "aaaa").ok()
    other = sqlite3.connect(sqlite.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    failed = made("upgrade", "head").fails()
    assert time.monotonic() - begun > 0.35
    assert "lock" in failed.err
    assert made("current").ok().out == "aaaa11111111\n", "reading goes on"
    other.execute("ROLLBACK")
    other.close()
    made("upgrade", "head").ok()
    assert version_rows(sqlite) == ["bbbb22222222"]


def test_sqlite_waits_for_another_program_to_finish(sqlite, project):
    made = project(sqlite, limbeck={"lock_wait": "30s"})
    two_steps(made, "CREATE TABLE b (i integer);")
    made("upgrade", "aaaa").ok()
    other = sqlite3.connect(sqlite.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    process = made.start("upgrade", "head")
    time.sleep(0.7)
    assert process.poll() is None
    other.execute("ROLLBACK")
    other.close()
    made.program.finish(process).ok()
    assert version_rows(sqlite) == ["bbbb22222222"]


def test_a_table_locked_by_somebody_else_ends_after_lock_timeout(postgresql, project):
    made = project(postgresql, limbeck={"lock_timeout": "200ms"})
    two_steps(made, "ALTER TABLE a ADD COLUMN j integer;")
    made("upgrade", "aaaa").ok()
    other = postgresql.cluster.connect(postgresql.name)
    other.autocommit = False
    other.cursor().execute("LOCK TABLE a IN ACCESS SHARE MODE")
    failed = made("upgrade", "head").fails()
    assert "55P03" in failed.err
    other.rollback()
    other.close()
    made("upgrade", "head").ok()


def test_a_statement_that_takes_too_long(postgresql, project):
    made = project(postgresql, limbeck={"statement_timeout": "200ms"})
    two_steps(made, "SELECT pg_sleep(30);")
    assert "57014" in made("upgrade", "head").fails().err
    assert version_rows(postgresql) == ["aaaa11111111"]


# ---- the file system


def as_nobody():
    """Root may write anywhere; the tests of what may not be written run as somebody who may not."""
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)


def test_a_directory_that_may_not_be_written(sqlite, project, tmp_path):
    made = project(sqlite)
    two_steps(made, "CREATE TABLE b (i integer);")
    made("upgrade", "aaaa").ok()
    for directory in (tmp_path, *tmp_path.parents):
        if str(directory).startswith("/tmp/"):
            directory.chmod(directory.stat().st_mode | stat.S_IROTH | stat.S_IXOTH)
    sqlite.path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        failed = made.program.finish(made.start("upgrade", "head", preexec_fn=as_nobody)).fails()
        assert "readonly" in failed.err or "read-only" in failed.err or "may not be written" in failed.err
        assert made.program.finish(made.start("current", preexec_fn=as_nobody)).ok().out == "aaaa11111111\n"
    finally:
        tmp_path.chmod(0o755)
    assert version_rows(sqlite) == ["aaaa11111111"]


def test_a_database_in_a_directory_that_is_not_there(project, tmp_path):
    made = project()
    two_steps(made, "SELECT 1;")
    failed = made("upgrade", "head", env={"DATABASE_URL": f"sqlite:///{tmp_path}/no/such/place.db"}).fails()
    assert "no/such/place.db" in failed.err


def test_a_file_that_is_no_database(sqlite, project):
    made = project(sqlite)
    two_steps(made, "SELECT 1;")
    sqlite.path.write_bytes(b"This is a letter to my aunt, not a database.\n" * 100)
    assert "not a database" in made("upgrade", "head").fails().err


def test_a_full_disk(sqlite, project):
    made = project(sqlite)
    path = two_steps(made, "CREATE TABLE b (v text);\nWITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)\n"
                     "INSERT INTO b SELECT hex(randomblob(1000)) FROM n;")
    made("upgrade", "aaaa").ok()

    def limited():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    failed = made.program.finish(made.start("upgrade", "head", preexec_fn=limited)).fails()
    assert "full" in failed.err or "disk I/O" in failed.err
    assert version_rows(sqlite) == ["aaaa11111111"]
    assert "b" not in sqlite.tables()
    assert sqlite.sql("PRAGMA integrity_check") == [("ok",)]
    made("upgrade", "head").ok()
    assert path.exists() and sqlite.sql("SELECT count(*) FROM b") == [(400,)]


def test_output_that_cannot_be_written(project):
    made = project()
    two_steps(made, "SELECT 1;")
    with open("/dev/full", "w", encoding="ascii") as full:
        import subprocess
        from conftest import PROGRAM
        for arguments in (["upgrade", "head", "--sql"], ["history"], ["heads", "--json"]):
            done = subprocess.run([PROGRAM, *arguments], cwd=made.dir, env={**made.program.environment, "DATABASE_URL": "sqlite://"},
                                  stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
            assert done.returncode > 0, arguments
            assert "No space left" in done.stderr, arguments
