"""Engines, connections and their transactions."""

import asyncio
import gc
import os

import pytest
from sqlalchemy import create_engine, engine_from_config, event, exc, pool, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.base import Connection, settle_all
from sqlalchemy.ext.asyncio import AsyncEngine, async_engine_from_config, create_async_engine
from sqlite_fixtures import engine as channel  # noqa: F401
from sqlite_fixtures import forget_statements

INSERT = text("insert into t values (:a)")


@pytest.fixture
def db(channel, tmp_path):  # noqa: F811
    made = create_engine("sqlite:///%s" % (tmp_path / "test.db"), poolclass=pool.NullPool)
    with made.begin() as connection:
        connection.execute(text("create table t (a)"))
    forget_statements(channel)
    return made


def kept(db):
    with db.connect() as connection:
        return connection.execute(text("select a from t order by a")).scalars().all()


# ---- what is kept


def test_begin_means_what_it_says(db):
    with db.begin() as connection:
        connection.execute(INSERT, {"a": 1})
    with pytest.raises(ZeroDivisionError):
        with db.begin() as connection:
            connection.execute(INSERT, {"a": 2})
            1 / 0
    with db.connect() as connection:
        with connection.begin():
            connection.execute(INSERT, {"a": 3})
        transaction = connection.begin()
        connection.execute(INSERT, {"a": 4})
        transaction.rollback()
        transaction = connection.begin()
        connection.execute(INSERT, {"a": 5})
        transaction.commit()
    assert kept(db) == [1, 3, 5]


@pytest.mark.parametrize(
    "style, left",
    [
        ("text", [1]),  # as 1.4 had committed it
        ("string", [1]),
        ("commit", [1]),
        ("commit, then more", [1]),  # as 2.0 has it
        ("rollback", []),
        ("exception", []),
        ("string, exception", [1]),
        ("explicit, not ended", []),
    ],
)
@pytest.mark.parametrize("way", ["with", "close", "forgotten"])
def test_what_is_left_open(db, style, left, way):
    connection = db.connect()
    if style == "explicit, not ended":
        connection.begin()
    if "string" in style:
        connection.execute("insert into t values (1)")
    else:
        connection.execute(INSERT, {"a": 1})
    if "commit" in style:
        connection.commit()
        if "more" in style:
            connection.execute(INSERT, {"a": 2})
    if style == "rollback":
        connection.rollback()
    if "exception" in style:
        with pytest.raises(ZeroDivisionError):
            with connection:
                1 / 0
    elif way == "with":
        with connection:
            pass
    elif way == "close":
        connection.close()
    else:
        del connection
        gc.collect()
    assert kept(db) == left


def test_future_engines_roll_back(channel, tmp_path, db):  # noqa: F811
    future = create_engine(db.url, future=True)
    with future.connect() as connection:
        connection.execute(INSERT, {"a": 1})
    assert kept(db) == []


def test_a_plain_string_is_kept_at_once(db):
    connection = db.connect()
    connection.execute("insert into t values (?)", 1)
    connection.execute("insert into t values (?)", (2,))
    connection.execute("insert into t values (:a)", a=3)
    connection.execute("insert into t values (%(a)s)", {"a": 4})
    connection.execute("insert into t values (%s)", [(5,), (6,)])
    assert kept(db) == [1, 2, 3, 4, 5, 6]
    assert not connection.in_transaction()
    db.execute("insert into t values (7)")
    assert db.execute("select count(*) from t").scalar() == db.scalar(text("select 7")) == 7


def test_settle_all(db):
    connection = db.connect()
    connection.execute(INSERT, {"a": 1})
    settle_all()
    assert kept(db) == [1] and not connection.in_transaction()


def test_begin_after_statements(db):
    with db.connect() as connection:
        connection.execute(INSERT, {"a": 1})
        with connection.begin():
            connection.execute(INSERT, {"a": 2})
    assert kept(db) == [1, 2]
    with db.connect() as connection:
        connection.execute(INSERT, {"a": 3})
        connection.commit()
        connection.execute(INSERT, {"a": 4})
        with pytest.raises(exc.InvalidRequestError, match="autobegin"):
            connection.begin()


def test_begin_in_begin(db):
    with db.begin() as connection:
        with connection.begin() as inner:
            connection.execute(INSERT, {"a": 1})
        assert not inner.is_active and connection.in_transaction()
    assert kept(db) == [1]
    with db.connect() as connection:
        outer = connection.begin()
        inner = connection.begin()
        connection.execute(INSERT, {"a": 2})
        inner.rollback()
        assert not outer.is_active
        with pytest.raises(exc.InvalidRequestError, match="inactive"):
            outer.commit()
    assert kept(db) == [1]


def test_savepoints(db, channel):  # noqa: F811
    with db.begin() as connection:
        with connection.begin_nested():
            connection.execute(INSERT, {"a": 1})
            with pytest.raises(ZeroDivisionError):
                with connection.begin_nested():
                    connection.execute(INSERT, {"a": 2})
                    1 / 0
        assert not connection.in_nested_transaction()
    assert kept(db) == [1]
    said = [one for one in channel.call("statements")["statements"] if "SAVEPOINT" in one]
    assert said == ["SAVEPOINT sa_savepoint_1", "SAVEPOINT sa_savepoint_2", "ROLLBACK TO SAVEPOINT sa_savepoint_2",
                    "RELEASE SAVEPOINT sa_savepoint_1"]


def test_autocommit(db, channel):  # noqa: F811
    with db.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(INSERT, {"a": 1})
        assert kept(db) == [1] and connection.get_isolation_level() == "AUTOCOMMIT"
    with db.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(INSERT, {"a": 2})
        assert kept(db) == [1, 2]
    with pytest.raises(exc.ArgumentError, match="isolation_level"):
        db.connect().execution_options(isolation_level="SOMETIMES")
    assert "BEGIN" in channel.call("statements")["statements"]


# ---- in a run


def test_in_a_run(db, channel):  # noqa: F811
    """The connection is in the run's transaction: begin() begins nothing, close() leaves it open."""
    connection = db.connect()
    connection._call("begin")
    connection.join_run()
    assert connection.in_transaction()
    with connection.begin():
        connection.execute(INSERT, {"a": 1})
    connection.execute("insert into t values (2)")
    with connection.begin_nested():
        connection.execute(INSERT, {"a": 3})
    with connection:
        pass
    assert not connection.closed and connection.scalar(text("select count(*) from t")) == 3
    forget_statements(channel)
    connection.commit()
    assert channel.call("statements")["statements"] == ["COMMIT"]
    assert kept(db) == [1, 2, 3]
    connection.leave_run()
    connection.close()
    assert connection.closed


def test_a_run_on_a_connection_that_has_done_something(db):
    connection = db.connect()
    connection.execute(INSERT, {"a": 1})
    connection.join_run()
    assert kept(db) == [1]


def test_offline():
    """Without a number the run's output is written: nobody knows the rows, so nobody goes on as if there were none."""
    from limbeck import channel as channels
    from sqlalchemy.engine.default import make_dialect

    said = []

    class Output:
        _fd = 0

        def call(self, name, **members):
            said.append((name, members.get("sql")))
            return {}

    connection = Connection(create_engine("postgresql://"), None, in_run=True)
    assert connection.dialect.name == make_dialect("postgresql").name
    before, channels._channel = channels._channel, Output()
    try:
        result = connection.execute(text("select a from t"))
        for read in (result.fetchall, result.fetchone, result.first, result.scalar, result.mappings().all, lambda: list(result)):
            with pytest.raises(exc.InvalidRequestError, match="only written"):
                read()
        assert connection.execute(text("insert into t values (1)")).rowcount in (-1, 0)
    finally:
        channels._channel = before
    assert said == [("execute", "select a from t")] + [("execute", "insert into t values (1)")]


# ---- errors


@pytest.mark.parametrize(
    "sql, values, kind, text_of",
    [
        ("select * from nope", None, exc.OperationalError,
         "(sqlite3.OperationalError) no such table: nope\n[SQL: select * from nope]"),
        ("insert into u values (:a)", {"a": 1}, exc.IntegrityError,
         "(sqlite3.IntegrityError) UNIQUE constraint failed: u.a\n[SQL: insert into u values (:a)]\n[parameters: {'a': 1}]"),
        ("select :x", None, exc.StatementError,
         "(sqlalchemy.exc.InvalidRequestError) A value is required for bind parameter 'x'\n[SQL: select :x]"),
        ("select :x", {"x": object}, exc.DBAPIError, "can't adapt type 'type'"),
    ],
)
def test_errors(db, sql, values, kind, text_of):
    with db.begin() as connection:
        connection.execute(text("create table u (a unique)"))
        connection.execute(text("insert into u values (1)"))
        with pytest.raises(kind) as caught:
            connection.execute(text(sql), *([values] if values else []))
    assert text_of in str(caught.value)
    assert caught.value.statement == sql and caught.value.orig is not None


DETAILS = {"42S02": "error 1146", "HY000": "error 1005"}


@pytest.mark.parametrize(
    "state, dialect, kind, name",
    [
        ("42P01", "postgresql", exc.ProgrammingError, "psycopg2.errors.UndefinedTable"),
        ("23505", "postgresql", exc.IntegrityError, "psycopg2.errors.UniqueViolation"),
        ("22P02", "postgresql", exc.DataError, "psycopg2.errors.InvalidTextRepresentation"),
        ("40P01", "postgresql", exc.OperationalError, "psycopg2.errors.DeadlockDetected"),
        ("25P02", "postgresql", exc.InternalError, "psycopg2.errors.InFailedSqlTransaction"),
        ("P0001", "postgresql", exc.InternalError, "psycopg2.errors.RaiseException"),
        ("0A000", "postgresql", exc.NotSupportedError, "psycopg2.errors.FeatureNotSupported"),
        ("42999", "postgresql", exc.ProgrammingError, "psycopg2.ProgrammingError"),
        ("42S02", "mysql", exc.ProgrammingError, "pymysql.err.ProgrammingError"),
        ("HY000", "mysql", exc.OperationalError, "pymysql.err.OperationalError"),
        ("SQLITE_CONSTRAINT", "sqlite", exc.IntegrityError, "sqlite3.IntegrityError"),
        ("SQLITE_CONSTRAINT_UNIQUE", "sqlite", exc.IntegrityError, "sqlite3.IntegrityError"),
        ("SQLITE_ERROR", "sqlite", exc.OperationalError, "sqlite3.OperationalError"),
    ],
)
def test_kinds_of_errors(state, dialect, kind, name):
    from limbeck.channel import EngineError
    from sqlalchemy.engine.dberror import translate
    from sqlalchemy.engine.default import make_dialect

    engine_error = EngineError("it failed", "database", {"sqlstate": state, "detail": DETAILS.get(state, "D"), "hint": "H"})
    error = translate(engine_error, make_dialect(dialect, {"mysql": "pymysql"}.get(dialect)), "SQL", None)
    assert type(error) is kind and isinstance(error, exc.SQLAlchemyError)
    assert "%s.%s" % (type(error.orig).__module__, type(error.orig).__name__) == name
    assert error.engine_error is engine_error and error.orig.sqlstate == state
    if dialect == "mysql":
        assert error.orig.args == (int(DETAILS[state][6:]), "it failed")
    if dialect == "postgresql":
        assert str(error.orig) == "it failed\nDETAIL:  D\nHINT:  H\n" and error.orig.pgcode == state
        assert error.orig.diag.message_primary == "it failed" and error.orig.diag.table_name is None


def test_drivers_that_the_script_has_imported():
    import sqlite3

    from limbeck.channel import EngineError
    from sqlalchemy.engine.dberror import driver_error

    assert isinstance(driver_error(EngineError("x", "database", {"sqlstate": "SQLITE_CONSTRAINT"}), "sqlite"), sqlite3.IntegrityError)


def test_no_connection(channel):  # noqa: F811
    with pytest.raises(exc.OperationalError, match="no such server"):
        create_engine("sqlite:///refused").connect()


def test_what_cannot_be_executed(db):
    with db.connect() as connection:
        with pytest.raises(exc.ObjectNotExecutableError):
            connection.execute(object())
        connection.close()
        with pytest.raises(exc.ResourceClosedError):
            connection.execute(text("select 1"))


# ---- values


def test_tuples_stand_for_lists(db):
    with db.begin() as connection:
        connection.execute(INSERT, [{"a": 1}, {"a": 2}, {"a": 3}])
        count = "select count(*) from t where a in "
        assert connection.execute(text(count + ":ids"), {"ids": (1, 2)}).scalar() == 2
        assert connection.execute(text(count + "(:ids)"), {"ids": (1, 2, 3)}).scalar() == 3
        assert connection.execute(text(count + ":ids"), {"ids": ()}).scalar() == 0
        assert connection.exec_driver_sql(count + "%s and a < %s", ((1, 2), 2)).scalar() == 1
        assert connection.exec_driver_sql(count + "%(ids)s", {"ids": (1, 3)}).scalar() == 2


def test_values_cross(db):
    with db.connect() as connection:
        for value in (None, 1, 2**62, 1.5, "é", b"\0\xff"):
            assert connection.execute(text("select :v"), {"v": value}).scalar() == value


# ---- engines


def test_engine_from_config(channel):  # noqa: F811
    made = engine_from_config(
        {"sqlalchemy.url": "sqlite://", "sqlalchemy.echo": "false", "sqlalchemy.pool_size": "3", "other": "x"},
        prefix="sqlalchemy.", poolclass=pool.NullPool,
    )
    assert made.name == "sqlite" and made.driver == "pysqlite" and made.echo is False and isinstance(made.pool, pool.NullPool)
    with made.connect() as connection:
        assert connection.dialect.server_version_info == (3, 40, 1) and connection.engine is made
    with pytest.raises(KeyError, match="url"):
        engine_from_config({})
    with pytest.raises(exc.NoSuchModuleError, match="sqlalchemy.dialects:nosuch"):
        create_engine("nosuch://x")


def test_connections_are_kept_for_the_next_time(channel, tmp_path):  # noqa: F811
    made = create_engine("sqlite:///%s/x.db" % tmp_path)
    with made.connect() as first:
        number = first._number
    with made.connect() as second:
        assert second._number == number
        with made.connect() as third:
            assert third._number != number
    assert channel.call("statements")["connections"] == 2
    made.dispose()
    assert channel.call("statements")["connections"] == 0


def test_a_database_in_memory_is_one(channel):  # noqa: F811
    made = create_engine("sqlite://")
    with made.begin() as connection:
        connection.execute(text("create table t (a)"))
    with made.connect() as one, made.connect() as other:
        assert one.execute(text("select * from t")).all() == []
        assert other._number == one._number


def test_raw_connection(db):
    raw = db.raw_connection()
    cursor = raw.cursor()
    cursor.execute("insert into t values (?)", (1,))
    raw.commit()
    cursor.execute("insert into t values (2)")
    raw.close()
    assert kept(db) == [1]


# ---- events


def test_events(db):
    seen = []

    @event.listens_for(db, "connect")
    def connected(driver_connection, record):
        cursor = driver_connection.cursor()
        cursor.execute("PRAGMA user_version = 7")
        cursor.close()
        seen.append("connect")

    @event.listens_for(db, "before_cursor_execute", retval=True)
    def before(conn, cursor, statement, parameters, context, executemany):
        seen.append(statement)
        return statement + " -- seen", parameters

    for name in ("begin", "commit", "rollback"):
        event.listen(db, name, lambda conn, name=name: seen.append(name))
    event.listen(db, "after_cursor_execute", lambda *args: seen.append("after"))
    with db.begin() as connection:
        assert connection.execute(text("PRAGMA user_version")).scalar() == 7
    assert seen == ["PRAGMA user_version = 7", "after", "connect", "begin", "PRAGMA user_version", "after", "commit"]
    assert event.contains(db, "connect", connected)


def test_a_listener_of_errors(db):
    seen = []
    event.listen(db, "handle_error", lambda about: seen.append((about.statement, type(about.original_exception).__name__)))
    with db.connect() as connection:
        with pytest.raises(exc.OperationalError):
            connection.execute(text("select * from nope"))
    assert seen == [("select * from nope", "OperationalError")]


def test_a_listener_that_completes_the_url(channel):  # noqa: F811
    made = create_engine("postgresql://u@h/db", connect_args={"connect_timeout": 3, "check": True})

    @event.listens_for(made, "do_connect")
    def token(dialect, record, args, parameters):
        parameters["password"] = "s3cret"

    completed = made._completed_url()
    assert completed.password == "s3cret" and dict(completed.query) == {"connect_timeout": "3", "check": "true"}


# ---- URLs


URLS = [
    ("postgresql+psycopg2://u:p%40ss@h:5432/db?sslmode=require",
     ("postgresql+psycopg2", "u", "p@ss", "h", 5432, "db", {"sslmode": "require"})),
    ("sqlite://", ("sqlite", None, None, None, None, None, {})),
    ("sqlite:///x.db", ("sqlite", None, None, None, None, "x.db", {})),
    ("sqlite:////abs/x.db", ("sqlite", None, None, None, None, "/abs/x.db", {})),
    ("mysql+pymysql://u@[::1]:3306/d?charset=utf8mb4",
     ("mysql+pymysql", "u", None, "::1", 3306, "d", {"charset": "utf8mb4"})),
    ("postgresql:///db?host=/run/pg", ("postgresql", None, None, None, None, "db", {"host": "/run/pg"})),
    ("postgresql://h?host=a&host=b", ("postgresql", None, None, "h", None, None, {"host": ("a", "b")})),
    ("postgresql://u:a@b@h/db", ("postgresql", "u", "a@b", "h", None, "db", {})),
    ("postgresql://u+x:%2F@h/db", ("postgresql", "u+x", "/", "h", None, "db", {})),
]


@pytest.mark.parametrize("written, parts", URLS)
def test_urls(written, parts):
    url = make_url(written)
    assert tuple(url) == parts
    assert make_url(url.render_as_string(hide_password=False)) == url
    assert make_url(url) is url


def test_passwords_are_masked_and_found_again():
    url = make_url("postgresql://u:s3cret@h/db")
    assert "s3cret" not in str(url) + repr(url) + repr(create_engine(url)) and ":***@" in str(url)
    assert make_url(str(url)).password == "s3cret"  # of env.py files that write str(engine.url) into the configuration
    assert make_url("postgresql://other:***@h/db").password == "***"


def test_making_urls():
    url = URL.create("postgresql", "u", "p", "h", 5432, "db", {"a": "1"})
    assert url.set(database="x").database == "x" and url.database == "db"
    assert url.get_backend_name() == "postgresql" and url.get_driver_name() == "psycopg2"
    assert dict(url.update_query_dict({"b": "2"}).query) == {"a": "1", "b": "2"}
    assert url.translate_connect_args(username="user") == {
        "host": "h", "database": "db", "user": "u", "password": "p", "port": 5432}
    with pytest.raises(TypeError):
        url.query["a"] = "2"
    with pytest.raises(exc.ArgumentError, match="Could not parse"):
        make_url("no url, p4ssword")
    with pytest.raises(exc.ArgumentError, match="port"):
        make_url("postgresql://h:x/")


# ---- asynchronous forms


def test_asynchronous_engines(channel, tmp_path):  # noqa: F811
    url = "sqlite+aiosqlite:///%s/a.db" % tmp_path

    def work(connection):
        assert isinstance(connection, Connection)
        return connection.execute(text("select count(*) from t")).scalar()

    async def main():
        made = async_engine_from_config({"sqlalchemy.url": url}, prefix="sqlalchemy.", poolclass=pool.NullPool)
        async with made.connect() as connection:
            await connection.execute(text("create table t (a)"))
            await connection.execute(INSERT, {"a": 1})
            await connection.commit()
            assert await connection.run_sync(work) == 1
            assert (await connection.execute(text("select a from t"))).scalars().all() == [1]
            result = await connection.stream(text("select a from t"))
            assert [row.a async for row in result] == [1]
        async with made.begin() as connection:
            await connection.execute(INSERT, {"a": 2})
        await made.dispose()
        return made

    made = asyncio.run(main())
    assert isinstance(made, AsyncEngine) and isinstance(AsyncEngine(made.sync_engine), AsyncEngine)
    with create_async_engine(url).connect() as connection:  # some env.py files forget the async
        assert connection.run_sync(work) == 2
        connection.execute(INSERT, {"a": 3})
    with create_engine("sqlite:///%s/a.db" % tmp_path).connect() as connection:
        assert work(connection) == 3


def test_a_forked_child_connects_anew(db):
    read, write = os.pipe()
    child = os.fork()
    if not child:
        answer = b"failed"
        try:
            with db.begin() as connection:
                connection.execute(INSERT, {"a": 9})
            answer = b"done"
        finally:
            os.write(write, answer)
            os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 10) == b"done" and kept(db) == [9]
