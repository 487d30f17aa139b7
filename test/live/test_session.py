"""Scripts that change the session under the run: where names resolve, who is asking, which locks are held, what is attached.

Nothing of that may send the version row elsewhere, let another run in, or make the outcome depend on how many revisions a run has.
"""

import pytest

from conftest import version_rows

MODES = pytest.mark.parametrize("transaction", ["revision", "run"])


def correct(path, wrong, right):
    text = path.read_text()
    assert wrong in text
    path.write_text(text.replace(wrong, right))


@MODES
@pytest.mark.parametrize("path", ["app", "''"])
def test_the_version_row_does_not_follow_the_search_path(postgresql, project, transaction, path):
    migrations = project(postgresql)
    migrations.chain(("a1", f"CREATE SCHEMA app; SET search_path = {path};", ""), ("b2", "CREATE TABLE here (i int);", ""))
    migrations("upgrade", "head", "--transaction", transaction).ok()
    assert postgresql.tables() == {"alembic_version", "here"}
    assert migrations("current").ok().out == "b2 (head)\n"
    assert not migrations("upgrade", "head").ok().running


def test_what_is_half_applied_is_found_whatever_the_search_path_was(postgresql, project):
    migrations = project(postgresql)
    postgresql.sql("CREATE TABLE t (i int); CREATE SCHEMA app; CREATE TABLE app.t (i int)")
    path = migrations.revision("a1", up="SET search_path = app; CREATE INDEX CONCURRENTLY ix ON t (i);"
                                        "SELECT 1/0; INSERT INTO t VALUES (1);")
    migrations("upgrade", "head").fails()
    correct(path, "1/0", "1/1")
    migrations("upgrade", "head").ok()
    # the setting is made again for the rest of the revision
    assert postgresql.sql("SELECT 'app', i FROM app.t UNION SELECT 'public', i FROM public.t") == [("app", 1)]
    assert version_rows(postgresql) == ["a1"]


def test_settings_of_sqlite_are_made_again_for_the_rest(sqlite, project, tmp_path):
    migrations = project(sqlite)
    path = migrations.revision("a1", up=f"""
        CREATE TABLE t (i PRIMARY KEY); CREATE TABLE c (i REFERENCES t); INSERT INTO t VALUES (1); INSERT INTO c VALUES (1);
        PRAGMA foreign_keys = ON;
        ATTACH '{tmp_path}/other.db' AS other;
        CREATE TABLE other.o (i);
        SELECT wrong;
        DELETE FROM t;
    """)
    migrations("upgrade", "head").fails()
    correct(path, "wrong", "1")
    assert "FOREIGN KEY constraint failed" in migrations("upgrade", "head").fails().err
    correct(path, "DELETE FROM t", "INSERT INTO other.o VALUES (1)")
    migrations("upgrade", "head").ok()
    assert version_rows(sqlite) == ["a1"]


@MODES
def test_each_revision_begins_with_a_fresh_session(postgresql, project, transaction):
    migrations = project(postgresql)
    migrations.chain(("a1", """SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; SET statement_timeout = '50ms';
                               SET standard_conforming_strings = off; SELECT set_config('search_path', '', false);
                               CREATE TEMP TABLE alembic_version (version_num text);""", ""),
                     ("b2", "CREATE TABLE t (i int); SELECT pg_sleep(0.1);", ""))
    migrations("upgrade", "head", "--transaction", transaction).ok()
    assert postgresql.tables() == {"alembic_version", "t"}
    assert version_rows(postgresql, "public.alembic_version") == ["b2"]


@pytest.mark.parametrize("release", ["DISCARD ALL", "SELECT pg_advisory_unlock_all()", "DO $$ BEGIN PERFORM pg_advisory_unlock_all(); END $$"])
def test_a_lock_that_a_script_releases_is_taken_again(postgresql, project, release):
    migrations = project(postgresql)
    held = "INSERT INTO held SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid();"
    migrations.chain(("a1", f"CREATE TABLE held (n bigint); {release};", ""), ("b2", held, ""))
    migrations("upgrade", "head").ok()
    assert postgresql.sql("SELECT n FROM held") == [(1,)]


def test_a_lock_that_somebody_else_took_ends_the_run(postgresql, project):
    migrations = project(postgresql)
    # the other one takes it the moment it is free: dblink is a second session
    postgresql.sql("CREATE EXTENSION dblink")
    key = "('x' || left(encode(sha256('limbeck:alembic_version'), 'hex'), 16))::bit(64)::bigint"
    migrations.chain(("a1", f"""SELECT pg_advisory_unlock_all();
                                SELECT dblink_connect('other', 'dbname={postgresql.name} user=postgres host={postgresql.cluster.dir}');
                                SELECT * FROM dblink('other', $$SELECT pg_try_advisory_lock({key})$$) AS t (held boolean);""", ""),
                     ("b2", "CREATE TABLE never (i int);", ""))
    outcome = migrations("upgrade", "head").fails(7)
    assert "released the run's lock" in outcome.err and "the database is at a1" in outcome.err
    assert version_rows(postgresql) == ["a1"]


def test_the_first_script_may_speak_of_the_version_table(database, project):
    migrations = project(database)
    migrations.revision("a1", up="CREATE TABLE seen AS SELECT count(*) AS n FROM alembic_version;")
    migrations("upgrade", "head").ok()
    assert database.sql("SELECT n FROM seen") == [(0,)]


@pytest.mark.parametrize("statement, before", [
    ("CREATE INDEX CONCURRENTLY ix ON t (a)", "CREATE INDEX ix ON t (b)"),
    ("DROP INDEX CONCURRENTLY ix", "SELECT 1"),
    ("ALTER TABLE t DETACH PARTITION t1 CONCURRENTLY", "SELECT 1"),
])
def test_what_failed_is_not_taken_for_done(postgresql, project, statement, before):
    """It fails because its effect, or something of that name, is there already; so it fails again."""
    postgresql.sql("CREATE TABLE t (a int, b int); CREATE TABLE t1 (a int, b int)")
    postgresql.sql(before)
    migrations = project(postgresql)
    migrations.revision("a1", up=statement + ";")
    for _ in range(2):
        migrations("upgrade", "head").fails(1)
        assert version_rows(postgresql) == []


@pytest.mark.parametrize("length", [54, 55, 58, 59])
def test_a_long_version_table_keeps_its_memory(postgresql, project, length):
    table = "v" * (length - 2) + "é"
    migrations = project(postgresql, limbeck={"version_table": table})
    path = migrations.revision("a1", up="CREATE TABLE t (i int); VACUUM t; SELECT 1/0;")
    migrations("upgrade", "head").fails()
    correct(path, "1/0", "1")
    migrations("upgrade", "head").ok()
    assert postgresql.tables() == {"t", table}


def test_a_version_table_that_the_server_would_cut_is_refused(postgresql, project):
    migrations = project(postgresql, limbeck={"version_table": "v" * 64})
    migrations.revision("a1", up="CREATE TABLE t (i int);")
    assert "63 of a name" in migrations("upgrade", "head").fails().err
    assert postgresql.tables() == set()
