"""MariaDB, whose DDL commits by itself: every statement is remembered, whatever happens in the middle."""

import os
import pathlib
import signal
import subprocess
import time

import pytest

from conftest import SANITIZED, version_rows
from mariadb import PASSWORD, MariaDB
from test_kill import killat  # noqa: F401  (a fixture)

STRIDE = 5 if SANITIZED else 1


class MariadbDatabase:
    """A database of the private server."""

    kind = "mariadb"
    identity = "INTEGER AUTO_INCREMENT PRIMARY KEY"

    def __init__(self, server):
        self.server = server
        self.name = server.create_database()
        self.url = server.url(self.name)

    def sql(self, *statements):
        return self.server.sql(self.name, *statements)

    def tables(self):
        return {row[0] for row in self.sql("SHOW TABLES")}

    def clear(self):
        # whoever was killed may still be at it, and holds locks until the server has noticed
        for row in self.server.sql(None, "SHOW PROCESSLIST"):
            if row[3] == self.name:
                try:
                    self.server.sql(None, f"KILL {row[0]}")
                except Exception:  # it has gone by itself
                    pass
        self.server.sql(None, f"DROP DATABASE {self.name}", f"CREATE DATABASE {self.name}")


@pytest.fixture(scope="session")
def server():
    with MariaDB() as running:
        yield running


@pytest.fixture
def mariadb(server):
    database = MariadbDatabase(server)
    yield database
    server.drop_database(database.name)


def log_of(database):
    return [row[0] for row in database.sql("SELECT what FROM log ORDER BY n")] if "log" in database.tables() else []


def write_chain(project):
    """DDL and rows in turn, so that every statement leaves a trace; returns what the log holds in the end."""
    project.revision("aaaa00000000", None, """\
        CREATE TABLE log (n INTEGER AUTO_INCREMENT PRIMARY KEY, what TEXT NOT NULL);
        INSERT INTO log (what) VALUES ('a made');""", "DROP TABLE log;")
    project.revision("bbbb00000000", "aaaa00000000", """\
        INSERT INTO log (what) VALUES ('b one');
        INSERT INTO log (what) VALUES ('b two');
        CREATE TABLE b (i INTEGER);
        INSERT INTO log (what) VALUES ('b three');
        ALTER TABLE b ADD COLUMN j INTEGER, ADD INDEX b_j (j);
        ALTER TABLE b RENAME TO c;
        SET @seen = 'b four';
        CREATE INDEX c_i ON c (i);
        INSERT INTO log (what) VALUES (@seen);""", """\
        INSERT INTO log (what) VALUES ('b undone');
        DROP TABLE c;
        INSERT INTO log (what) VALUES ('b undone too');""")
    project.revision("cccc00000000", "bbbb00000000", """\
        DROP INDEX c_i ON c;
        INSERT INTO log (what) VALUES ('c one');
        DROP TABLE c;""", "CREATE TABLE c (i INTEGER);\nCREATE INDEX c_i ON c (i);")
    return ["a made", "b one", "b two", "b three", "b four", "c one"]


SLEEPS = "CREATE TABLE t (i INTEGER);\nINSERT INTO t SELECT SLEEP(60);\nCREATE TABLE u (i INTEGER);"


# ---- ways there and back


def test_up_down_up(mariadb, project):
    made = project(mariadb)
    made.revision("aaaa00000000", None, """\
        CREATE TABLE t (id INTEGER AUTO_INCREMENT PRIMARY KEY, x VARCHAR(20) DEFAULT 'a;b');
        INSERT INTO t (x) VALUES ('it''s'), ('\\\\'), ('-- no comment');  # a comment
        DELIMITER //
        CREATE PROCEDURE p() BEGIN SELECT 1; UPDATE t SET x = 'called' WHERE id = 1; SELECT 2; END//
        CREATE TRIGGER tg BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.x = CONCAT(NEW.x, '!'); END//
        DELIMITER ;
        CALL p();
        INSERT INTO t (x) VALUES ('last');""", """\
        DROP TRIGGER tg;
        DROP PROCEDURE p;
        DROP TABLE t;""")
    made("upgrade", "head").ok()
    assert [row[0] for row in mariadb.sql("SELECT x FROM t ORDER BY id")] == ["called", "\\", "-- no comment", "last!"]
    assert version_rows(mariadb) == ["aaaa00000000"]
    before = mariadb.server.dump(mariadb.name)
    made("downgrade", "base").ok()
    assert mariadb.tables() == {"alembic_version"}
    made("upgrade", "head").ok()
    assert mariadb.server.dump(mariadb.name) == before
    assert made("current").ok().out == "aaaa00000000 (head)\n"


@pytest.mark.parametrize("scheme, more", [
    ("mariadb", ""), ("mysql", ""), ("mysql+pymysql", "&charset=utf8mb4"), ("mariadb+mariadbconnector", "&connect_timeout=5"),
    ("mysql+mysqldb", "&use_unicode=1&local_infile=0"), ("mysql+asyncmy", "&init_command=SET%20@x=5"),
])
def test_every_way_to_write_the_address(mariadb, project, scheme, more):
    mariadb.url = mariadb.server.url(mariadb.name, "guarded", PASSWORD, scheme) + more
    made = project(mariadb)
    made.revision("aaaa00000000", None, "CREATE TABLE t (x VARCHAR(20));\nINSERT INTO t VALUES ('ü€😀');")
    made("upgrade", "head").ok()
    assert mariadb.sql("SELECT x FROM t") == [("ü€😀",)]
    assert f"Context impl {'MariaDBImpl' if scheme.startswith('mariadb') else 'MySQLImpl'}." in made("current").ok().err


@pytest.mark.parametrize("change, words", [
    (("@", ":wrong-secret@"), "Check user and password"),
    (("/d", "/nowhere_d"), "Create the database first"),
    (("/socket", "/no-socket"), "Start the server"),
    (("?", "?unix_sokket=x&"), "Did you mean 'unix_socket'?"),
    (("?", "?connect_timeout=soon&"), "Give a number of seconds"),
    (("?", "?ssl_mode=perhaps&"), "VERIFY_IDENTITY"),
])
def test_an_address_that_leads_nowhere(mariadb, project, change, words):
    mariadb.url = mariadb.url.replace(*change, 1)
    made = project(mariadb)
    made.revision("aaaa00000000", None, "SELECT 1;")
    failed = made("upgrade", "head").fails()
    assert words in failed.err
    assert "wrong-secret" not in failed.err + failed.out


def test_an_address_without_a_database(mariadb, project):
    mariadb.url = mariadb.server.url("")
    made = project(mariadb)
    made.revision("aaaa00000000", None, "SELECT 1;")
    assert "names no database" in made("upgrade", "head").fails().err


# ---- failures


def test_a_failure_in_the_middle_is_gone_on_from(mariadb, project):
    made = project(mariadb)
    body = "CREATE TABLE t (i INTEGER);\nINSERT INTO t VALUES (1);\n{}\nINSERT INTO t (i) VALUES (2);\n"
    path = made.revision("aaaa00000000", None, body.format("ALTER TABLE t ADD COLUMN j BIGINTEGER;"), "DROP TABLE t;")
    failed = made("upgrade", "head").fails()
    for word in ("aaaa00000000_step.sql:9", "statement 3 of 4", "the first 2 statements"):
        assert word in failed.err
    assert mariadb.sql("SELECT i FROM t") == [(1,)]
    assert version_rows(mariadb) == []
    assert "half" in made("downgrade", "base").fails().err
    path.write_text(path.read_text().replace("BIGINTEGER", "BIGINT"))
    made("upgrade", "head").ok()
    assert mariadb.sql("SELECT i, j FROM t ORDER BY i") == [(1, None), (2, None)]
    assert mariadb.tables() == {"t", "alembic_version"}


def test_rows_between_two_statements_that_commit_are_whole_or_not_there(mariadb, project):
    made = project(mariadb)
    made.revision("aaaa00000000", None, """\
        CREATE TABLE t (i INTEGER PRIMARY KEY);
        INSERT INTO t VALUES (1);
        INSERT INTO t VALUES (2);
        INSERT INTO t VALUES (1);
        CREATE TABLE u (i INTEGER);""")
    failed = made("upgrade", "head").fails()
    assert "statement 4 of 5" in failed.err and "Duplicate entry" in failed.err
    assert mariadb.sql("SELECT i FROM t") == []


def test_a_statement_longer_than_a_text_column(mariadb, project):
    made = project(mariadb)
    made.revision("aaaa00000000", None, "CREATE TABLE t (i INTEGER COMMENT 'x') /* %s */;" % ("long " * 20000))
    made("upgrade", "head").ok()
    assert "t" in mariadb.tables()


def test_settings_of_one_revision_do_not_reach_the_next(mariadb, project):
    made = project(mariadb)
    made.chain(("aaaa00000000", """\
        SET @x = 5;
        SET sql_mode = 'ANSI';
        SET foreign_key_checks = 0;
        CREATE DATABASE IF NOT EXISTS elsewhere;
        USE elsewhere;""", ""),
               ("bbbb00000000", "CREATE TABLE t AS SELECT @x AS x, @@sql_mode AS m, @@foreign_key_checks AS f, DATABASE() AS d;", ""))
    made("upgrade", "head").ok()
    (x, mode, checks, database), = mariadb.sql("SELECT x, m, f, d FROM t")
    assert (x, checks, database) == (None, 1, mariadb.name) and "STRICT_TRANS_TABLES" in mode and "ANSI" not in mode
    assert version_rows(mariadb) == ["bbbb00000000"]


def test_a_server_that_takes_backslashes_literally(mariadb, project):
    mode = mariadb.server.sql(None, "SELECT @@global.sql_mode")[0][0]
    mariadb.server.sql(None, f"SET GLOBAL sql_mode = '{mode},NO_BACKSLASH_ESCAPES'")
    try:
        made = project(mariadb)
        made.revision("aaaa00000000", None, "CREATE TABLE t (x TEXT COMMENT 'a\\\\b');\nINSERT INTO t VALUES ('it\\'s');")
        made("upgrade", "head").ok()
        assert mariadb.sql("SELECT x FROM t") == [("it's",)]
    finally:
        mariadb.server.sql(None, f"SET GLOBAL sql_mode = '{mode}'")


def test_a_lock_of_somebody_else_is_not_waited_for_beyond_the_timeout(mariadb, project):
    made = project(mariadb, limbeck={"lock_timeout": "1s"})
    made.revision("aaaa00000000", None, "ALTER TABLE held ADD COLUMN j INTEGER;")
    mariadb.sql("CREATE TABLE held (i INTEGER)")
    other = mariadb.server.connect(mariadb.name)
    try:
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLES held READ")
        failed = made("upgrade", "head").fails()
    finally:
        other.close()
    assert "Lock wait timeout exceeded" in failed.err and "lock_timeout" in failed.err
    made("upgrade", "head").ok()


def test_a_signal_stops_the_statement_at_the_server(mariadb, project):
    made = project(mariadb)
    made.revision("aaaa00000000", None, SLEEPS)
    started = made.start("upgrade", "head")
    sleeping = f"SELECT id FROM information_schema.processlist WHERE info LIKE '%SLEEP(60)%' AND db = '{mariadb.name}'"
    for _ in range(400):
        if mariadb.server.sql(None, sleeping):
            break
        time.sleep(0.02)
    started.send_signal(signal.SIGINT)
    stopped = made.program.finish(started)
    assert stopped.status not in (0, -signal.SIGINT)
    assert "the first statement" in stopped.err or "the first 1 statement" in stopped.err
    assert mariadb.server.sql(None, sleeping) == []
    assert "u" not in mariadb.tables() and mariadb.sql("SELECT * FROM t") == []


def test_the_server_dies_in_the_middle(project, tmp_path):
    with MariaDB() as own:
        database = MariadbDatabase(own)
        made = project(database)
        made.revision("aaaa00000000", None, SLEEPS)
        started = made.start("upgrade", "head")
        while "t" not in database.tables():
            time.sleep(0.02)
        own.stop()
        failed = made.program.finish(started).fails()
        assert "connection to the server was lost" in failed.err
        own.start()
        path, = made.versions.iterdir()
        path.write_text(path.read_text().replace("SLEEP(60)", "7"))
        made("upgrade", "head").ok()
        assert database.sql("SELECT i FROM t") == [(7,)]
        assert version_rows(database) == ["aaaa00000000"]


# ---- several at once


@pytest.mark.parametrize("transaction", ["revision", "run"])
def test_eight_upgrades_at_once(mariadb, project, transaction):
    made = project(mariadb, limbeck={"transaction": transaction, "lock_wait": "120s"})
    expected = write_chain(made)
    started = [made.start("upgrade", "head") for _ in range(8)]
    outcomes = [made.program.finish(process) for process in started]
    assert [outcome.status for outcome in outcomes] == [0] * 8, "\n".join(outcome.err for outcome in outcomes)
    assert log_of(mariadb) == expected
    assert sorted(len(outcome.running) for outcome in outcomes) == [0] * 7 + [3]
    assert version_rows(mariadb) == ["cccc00000000"]


def test_who_has_the_lock_is_named(mariadb, project):
    made = project(mariadb, limbeck={"lock_wait": "1s"})
    made.revision("aaaa00000000", None, "CREATE TABLE t (i INTEGER);\nINSERT INTO t SELECT SLEEP(4);")
    first = made.start("upgrade", "head")
    while "t" not in mariadb.tables():
        time.sleep(0.02)
    failed = made("upgrade", "head").fails()
    assert "another run holds the lock" in failed.err and "root@localhost" in failed.err and "SLEEP(4)" in failed.err
    made.program.finish(first).ok()


def test_other_databases_of_the_server_are_not_locked_out(server, mariadb, project):
    other = MariadbDatabase(server)
    slow, quick = project(mariadb), project(other, limbeck={"lock_wait": "1s"})
    slow.revision("aaaa00000000", None, "CREATE TABLE t (i INTEGER);\nINSERT INTO t SELECT SLEEP(3);")
    quick.revision("aaaa00000000", None, "CREATE TABLE t (i INTEGER);")
    first = slow.start("upgrade", "head")
    while "t" not in mariadb.tables():
        time.sleep(0.02)
    quick("upgrade", "head").ok()
    slow.program.finish(first).ok()
    server.drop_database(other.name)


# ---- killed


def check_left(database, told):
    """Nothing but what the chain made; killed at the very end, a run leaves its memory behind, empty."""
    left = database.tables() - {"log", "alembic_version"}
    assert left <= {"alembic_version_progress"}, told
    assert not left or database.sql("SELECT * FROM alembic_version_progress") == [], told


@pytest.mark.parametrize("transaction", ["revision", "run"])
def test_kill_at_every_boundary(transaction, mariadb, project, killat):  # noqa: F811
    made = project(mariadb, limbeck={"transaction": transaction, "lock_wait": "30s"})
    expected = write_chain(made)
    killed, at = 0, 1
    while True:
        outcome = made("upgrade", "head", env={"LD_PRELOAD": killat, "KILL_AT": str(at)})
        told = f"killed at call {at}\n{outcome.err}"
        if outcome.status != -signal.SIGKILL:
            assert outcome.status == 0, told
            break
        killed += 1
        again = made("upgrade", "head")
        assert again.status == 0, f"{told}\nthe next run:\n{again.err}"
        assert log_of(mariadb) == expected, f"{told}\nthe next run:\n{again.err}"
        assert version_rows(mariadb) == ["cccc00000000"], told
        check_left(mariadb, told)
        mariadb.clear()
        at += STRIDE
    assert killed * STRIDE > 100, "hardly anything was killed: the library does not see the calls"
    assert log_of(mariadb) == expected


def test_kill_on_the_way_down(mariadb, project, killat):  # noqa: F811
    made = project(mariadb)
    expected = write_chain(made) + ["b undone", "b undone too"]
    at = 1
    while True:
        made("upgrade", "head").ok()
        outcome = made("downgrade", "aaaa00000000", env={"LD_PRELOAD": killat, "KILL_AT": str(at)})
        killed = outcome.status == -signal.SIGKILL
        if killed:
            made("downgrade", "aaaa00000000").ok()
        else:
            outcome.ok()
        assert log_of(mariadb) == expected, f"killed at call {at}\n{outcome.err}"
        assert version_rows(mariadb) == ["aaaa00000000"]
        check_left(mariadb, outcome.err)
        mariadb.clear()
        if not killed:
            break
        at += 2 * STRIDE
    assert at > 50


def test_what_became_of_a_statement(mariadb):
    """The cases are in test/unit/backend/test_mysql_fate.c."""
    build = pathlib.Path(os.environ["LIMBECK_BUILD"])
    done = subprocess.run([build / "test" / "unit" / "test_backend_mysql_fate"], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env={**os.environ, "LIMBECK_TEST_MARIADB": mariadb.url, "LIMBECK_HOME": str(build)})
    assert done.returncode == 0 and "ok 1 /mysql/fate" in done.stdout, done.stdout


def test_stamp_forgets_what_is_half_applied(mariadb, project):
    made = project(mariadb)
    made.revision("aaaa00000000", None, "CREATE TABLE t (i INTEGER);\nCREATE TABLE t (i INTEGER);")
    made("upgrade", "head").fails()
    made("stamp", "head").ok()
    assert version_rows(mariadb) == ["aaaa00000000"]
    assert made("upgrade", "head").ok().running == []
