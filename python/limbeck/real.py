"""Where the project's own SQLAlchemy is in use: its connections are the engine's, through a driver of limbeck's
(real_driver.py), and those that only the project can make are lent to the engine (`adopt`, `foreign`).
"""

import weakref

from . import real_driver
from .channel import EngineError, channel

_numbers = weakref.WeakKeyDictionary()  # connection that was lent -> its number
_lent = {}  # number -> connection
_BACKENDS = {
    "postgresql": ("sqlalchemy.dialects.postgresql.base", "PGDialect"),
    "sqlite": ("sqlalchemy.dialects.sqlite.base", "SQLiteDialect"),
    "mysql": ("sqlalchemy.dialects.mysql.base", "MySQLDialect"),
    "mariadb": ("sqlalchemy.dialects.mysql.mariadb", "MariaDBDialect"),
}
_DRIVERS = ("psycopg2", "psycopg", "pg8000", "pysqlite", "pymysql", "mysqldb", "mysqlconnector", "mariadbconnector",
            "limbeck")
_OF_ITS_OWN = ("creator", "module", "pool", "connect_args")  # keywords that say how to connect


# ---- the engine's connections


def install():
    """Have create_engine() make engines whose connections are the engine's, for URLs that say all that is needed."""
    import sqlalchemy
    from sqlalchemy.dialects import registry

    for backend in _BACKENDS:
        registry.register("%s.limbeck" % backend, __name__, "dialect_of_%s" % backend)
    import sqlalchemy.engine.create as create

    original = create.create_engine

    def create_engine(url, **kw):
        return original(url if any(kw.get(name) for name in _OF_ITS_OWN) else _redirected(url), **kw)

    create_engine.__doc__ = original.__doc__
    for module in (sqlalchemy, sqlalchemy.engine, create):
        module.create_engine = create_engine


def _redirected(url):
    from sqlalchemy.engine.url import make_url

    made = make_url(url)
    backend, _, driver = made.drivername.partition("+")
    if backend not in _BACKENDS or (driver and driver not in _DRIVERS):
        return url
    return made.set(drivername=backend + "+limbeck", query=dict(made.query, limbeck_driver=made.drivername))


def __getattr__(name):
    if not name.startswith("dialect_of_"):
        raise AttributeError(name)
    from importlib import import_module

    module, base = _BACKENDS[name[len("dialect_of_") :]]
    return _dialect_class(getattr(import_module(module), base))


def _dialect_class(base):
    class Dialect(base):
        driver = "limbeck"
        default_paramstyle = "named"
        supports_statement_cache = True
        supports_sane_rowcount = supports_sane_multi_rowcount = True

        @classmethod
        def import_dbapi(cls):
            return real_driver

        dbapi = import_dbapi  # SQLAlchemy 1.4's name for it

        def create_connect_args(self, url):
            query = dict(url.query)
            name = query.pop("limbeck_driver", self.name)
            return [url.set(drivername=name, query=query).render_as_string(hide_password=False)], {}

        def do_ping(self, dbapi_connection):
            return True

        def is_disconnect(self, error, connection, cursor):
            return getattr(getattr(error, "engine_error", None), "kind", None) == "connect"

        def set_isolation_level(self, dbapi_connection, level):
            dbapi_connection.autocommit = level.replace("_", " ") == "AUTOCOMMIT"
            if not dbapi_connection.autocommit and self.name != "sqlite" and not dbapi_connection.in_run:
                return super().set_isolation_level(dbapi_connection, level)

        def get_isolation_level_values(self, dbapi_connection=None):
            return ["AUTOCOMMIT", "SERIALIZABLE", "READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ"]

        _isolation_lookup = frozenset(
            ("AUTOCOMMIT", "SERIALIZABLE", "READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ")
        )

        def get_isolation_level(self, dbapi_connection):
            return "AUTOCOMMIT" if dbapi_connection.autocommit else super().get_isolation_level(dbapi_connection)

        def _get_server_version_info(self, connection):
            if self.name != "sqlite":
                return super()._get_server_version_info(connection)
            return tuple(map(int, connection.exec_driver_sql("SELECT sqlite_version()").scalar().split(".")))

        def _detect_charset(self, connection):
            return "utf8mb4"

        def _extract_error_code(self, exception):
            return getattr(exception, "engine_error", None) and exception.engine_error.parts.get("errno")

    return Dialect


def connection(engine_number, facts):
    """A Connection for a connection of the engine's that a run works on."""
    import sqlalchemy

    install()
    engine = sqlalchemy.create_engine(
        facts["dialect"] + "+limbeck://", creator=lambda: real_driver.Connection(engine_number, in_run=True),
        poolclass=sqlalchemy.pool.StaticPool,
    )
    return engine.connect()


def _driver_connection(connection):
    """limbeck's driver's connection below a Connection, or None."""
    if connection.dialect.driver != "limbeck":
        return None
    fairy = connection.connection
    return getattr(fairy, "dbapi_connection", None) or fairy.connection


def number(connection):
    """The engine's number of a connection; one that it does not know is lent to it."""
    driver_connection = _driver_connection(connection)
    if driver_connection is not None:
        return driver_connection.limbeck_number
    if connection not in _numbers:
        version = connection.dialect.server_version_info or ()
        answer = channel().call("adopt", dialect=connection.dialect.name, version=_version(connection, version))
        _numbers[connection] = answer["connection"]
        _lent[answer["connection"]] = connection
    return _numbers[connection]


def _version(connection, version):
    """(15, 18) -> 150018, (10, 11, 4) -> 101104, (3, 40, 1) -> 3040001."""
    parts = [part for part in version if isinstance(part, int)] + [0, 0, 0]
    if connection.dialect.name == "postgresql":
        return parts[0] * 10000 + parts[1]
    unit = 1000 if connection.dialect.name == "sqlite" else 100
    return (parts[0] * unit + parts[1]) * unit + parts[2]


def is_foreign(connection):
    """Whether only this process can use the connection."""
    return connection is not None and connection.dialect.driver != "limbeck" and hasattr(connection, "exec_driver_sql")


def set_in_run(connection, is_in_run):
    """Whether a run of the engine's is under way on the connection: then the transaction is the run's."""
    driver_connection = _driver_connection(connection)
    if driver_connection is not None:
        if is_in_run and driver_connection.has_begun and not connection.in_transaction():
            driver_connection.commit()  # what SQLAlchemy 1.4 ran before knows of no transaction
        driver_connection.in_run = is_in_run
        driver_connection.has_begun = False


# ---- connections that were lent


def foreign(message):
    """Do for the engine what it wants on a connection that was lent to it."""
    from sqlalchemy.exc import DBAPIError

    lent = _lent[message["connection"]]
    try:
        return _VERBS[message["verb"]](lent, message) or {}
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None)
        raise EngineError(str(error.orig).strip(), "database", {"sqlstate": state}) from error


def _begin(lent, message):
    if lent.in_transaction():
        return
    if lent.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
        lent.execution_options(isolation_level=lent.default_isolation_level)
    lent.begin()
    if lent.dialect.name == "sqlite":  # its driver leaves DDL outside of transactions
        _run(lent, "BEGIN")


def _ends(verb):
    def end(lent, message):
        if lent.in_transaction():
            getattr(lent.get_transaction(), verb)()

    return end


def _execute(lent, message):
    if lent.in_transaction():
        return _run(lent, message["sql"])
    lent.execution_options(isolation_level="AUTOCOMMIT")
    try:
        return _run(lent, message["sql"])
    finally:
        _ends("commit")(lent, message)


def _run(lent, sql):
    from .values import to_wire

    result = lent.exec_driver_sql(sql, execution_options={"no_parameters": True})
    if not result.returns_rows:
        return {"columns": None, "rows": [], "more": False, "result": None, "changed": result.rowcount}
    columns = [{"name": name, "type": None} for name in result.keys()]
    rows = [[to_wire(value) for value in row] for row in result]
    return {"columns": columns, "rows": rows, "more": False, "result": None, "changed": len(rows)}


def _has_table(lent, message):
    import sqlalchemy

    was_open = lent.in_transaction()
    found = sqlalchemy.inspect(lent).has_table(message["table"], schema=message.get("schema"))
    if not was_open:
        _ends("commit")(lent, message)
    return {"exists": found}


_VERBS = {"begin": _begin, "commit": _ends("commit"), "rollback": _ends("rollback"), "execute": _execute,
          "has_table": _has_table}


# ---- --sql, errors


def offline(dialect):
    """A connection that has the engine write statements."""
    from sqlalchemy.engine.mock import MockConnection

    def write(construct, *multiparams, **params):
        given = multiparams[0] if multiparams and multiparams[0] else params
        if isinstance(construct, str):
            sql = construct
        else:
            if given and hasattr(construct, "params"):
                construct = construct.params(**given)
            is_ddl = construct.__visit_name__ in ("ddl",) or hasattr(construct, "execute_if")
            compiled = construct.compile(
                dialect=dialect, **({} if is_ddl else {"compile_kwargs": {"literal_binds": True}})
            )
            sql = str(compiled)
            if getattr(compiled.preparer, "_double_percents", False):
                sql = sql.replace("%%", "%")
        channel().call("execute", sql=sql, style="none")

    return MockConnection(dialect, write)


def translate(error, dialect, statement=None, params=None):
    """The exception of SQLAlchemy's for what the database said to the engine."""
    from sqlalchemy import exc

    if error.kind == "interrupted":
        made = KeyboardInterrupt(error.message)
    else:
        orig = real_driver.driver_error(error)
        made = getattr(exc, type(orig).__name__)(statement, params, orig)
    made.engine_error = error
    return made
