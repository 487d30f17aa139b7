"""create_engine(), engine_from_config() and what they make: Engine.

An engine opens connections through the limbeck program; what pools do is reduced to keeping a few for the next time.
"""

from limbeck.channel import ChannelClosed, EngineError, channel
from limbeck.missing import raise_for

from .. import exc
from .. import pool as pools
from .default import make_dialect
from .url import make_url

__getattr__ = raise_for(__name__)

_BOOLEANS = {"true": True, "yes": True, "on": True, "y": True, "t": True, "1": True,
             "false": False, "no": False, "off": False, "n": False, "f": False, "0": False}

# What engine_from_config() reads as something else than text.
_NUMBERS = ("pool_timeout", "pool_recycle", "pool_size", "max_overflow")
_FLAGS = ("future", "use_native_unicode", "hide_parameters", "pool_pre_ping", "pool_use_lifo", "echo_pool")


class Engine:
    """A database that connections can be made to. `url`, `name`, `driver`, `dialect`, `pool`."""

    _is_async = False

    def __init__(self, url, dialect=None, **options):
        self.url = make_url(url)
        if dialect is None:
            backend, _, driver = self.url.drivername.partition("+")
            dialect = make_dialect(backend, driver, **options)
        self.dialect = dialect
        self.options = options
        self.hide_parameters = bool(options.get("hide_parameters"))
        self.echo = options.get("echo") or False
        self._is_future = bool(options.get("future"))
        self._execution_options = dict(options.get("execution_options") or {})
        if options.get("isolation_level"):
            self._execution_options.setdefault("isolation_level", options["isolation_level"])
        self.logging_name = options.get("logging_name")
        self.pool = pools.for_engine(self, options)

    def __repr__(self):
        return "Engine(%s)" % str(self.url)

    @property
    def name(self):
        return self.dialect.name

    @property
    def driver(self):
        return self.dialect.driver

    @property
    def engine(self):
        return self

    # -- connections

    def connect(self, close_with_result=False, **options):
        """A connection, to be used in a with-block or closed. OperationalError."""
        from .base import Connection

        number, facts, fresh = self.pool.take(self._open)
        connection = Connection(self, number, facts)
        if fresh:
            self._fire_connect(connection)
        if self._execution_options:
            connection.execution_options(**self._execution_options)
        self._fire("engine_connect", connection)
        return connection

    contextual_connect = _contextual_connect = connect

    def _open(self):
        """Have the engine connect: the connection's number and what it is connected to."""
        url = self._completed_url()
        try:
            facts = channel().call("connect", url=url.render_as_string(hide_password=False), echo=bool(self.echo))
        except ChannelClosed:
            raise
        except EngineError as failure:
            from .dberror import translate

            raise translate(failure, self.dialect) from None
        return facts["connection"], facts

    def _completed_url(self):
        """The URL with the connect_args in it that it can carry, after the listeners of `do_connect`."""
        url = self.url
        arguments = dict(self.options.get("connect_args") or {})
        if self._listens("do_connect"):
            parts = dict(url.translate_connect_args(username="user"), **arguments)
            self._fire("do_connect", self.dialect, None, [], parts)
            arguments = {key: value for key, value in parts.items() if key not in _URL_PARTS}
            url = url.set(**{_URL_PARTS[key]: value for key, value in parts.items() if key in _URL_PARTS})
        query = {}
        settings = arguments.pop("server_settings", None)
        if isinstance(settings, dict):
            query["options"] = " ".join("-c %s=%s" % (key, str(value).replace(" ", "\\ "))
                                        for key, value in settings.items())
        for key, value in arguments.items():
            if isinstance(value, bool):
                query[key] = str(value).lower()
            elif isinstance(value, (str, int, float)):
                query[key] = str(value)
        return url.update_query_dict(query) if query else url

    def _give_back(self, number):
        self.pool.give_back(number, self._disconnect)

    def _discard(self, number):
        self._disconnect(number)

    @staticmethod
    def _disconnect(number):
        try:
            channel().call("disconnect", connection=number)
        except EngineError:
            pass  # it is gone then

    def begin(self, close_with_result=False):
        """A connection in a transaction, for a with-block: commits at its end, rolls back on an exception."""
        return _Begun(self)

    def raw_connection(self, _connection=None):
        """A connection in the manner of a database driver (PEP 249)."""
        from .dbapi import DriverConnection

        return DriverConnection(self.connect(), owned=True)

    def dispose(self, close=True):
        """Close the connections that wait for their next use."""
        for number in self.pool.clear():
            self._disconnect(number)

    # -- the manner of SQLAlchemy 1.4

    def execute(self, statement, *multiparams, **params):
        """Run a statement on a connection of its own; it is kept at once."""
        connection = self.connect()
        connection.execution_options(isolation_level="AUTOCOMMIT")
        return connection.execute(statement, *multiparams, **params)

    def scalar(self, statement, *multiparams, **params):
        return self.execute(statement, *multiparams, **params).scalar()

    def run_callable(self, function, *args, **kwargs):
        with self.connect() as connection:
            return function(connection, *args, **kwargs)

    def transaction(self, function, *args, **kwargs):
        with self.begin() as connection:
            return function(connection, *args, **kwargs)

    def table_names(self, schema=None, connection=None):
        """The names of the tables."""
        from .reflection import Inspector

        return Inspector(connection or self).get_table_names(schema)

    def has_table(self, table_name, schema=None):
        from .reflection import Inspector

        return Inspector(self).has_table(table_name, schema)

    def _operation(self, operation):
        """Have the limbeck program do an operation in a transaction of its own."""
        with self.begin() as connection:
            connection._operation(operation)

    def _run_ddl_visitor(self, visitor, element, **kwargs):
        with self.begin() as connection:
            connection._run_ddl_visitor(visitor, element, **kwargs)

    # -- options

    def execution_options(self, **options):
        """This engine with options for its connections, such as isolation_level."""
        return OptionEngine(self, options)

    def update_execution_options(self, **options):
        self._execution_options.update(options)

    def get_execution_options(self):
        return self._execution_options

    def clear_compiled_cache(self):
        """Nothing is kept."""

    # -- events

    def _listens(self, name):
        from ..event import listeners_of

        return listeners_of(self, name)

    def _fire(self, name, *args):
        from ..event import fire

        return fire(self, name, *args)

    def _fire_connect(self, connection):
        targets = [one for one in (self, self.pool) for name in ("connect", "first_connect", "checkout")
                   if _listeners(one, name)]
        if not targets:
            return
        from types import SimpleNamespace

        from ..event import fire
        from .dbapi import DriverConnection

        driver = DriverConnection(connection, autocommit=True)
        record = SimpleNamespace(info={}, connection=driver, dbapi_connection=driver, driver_connection=driver)
        for target in (self, self.pool):
            if not self.__dict__.get("_connected_once"):
                fire(target, "first_connect", driver, record)
            fire(target, "connect", driver, record)
            if _listeners(target, "checkout"):
                fire(target, "checkout", driver, record, driver)
        self._connected_once = True


def _listeners(target, name):
    from ..event import listeners_of

    return listeners_of(target, name)


_URL_PARTS = {"user": "username", "username": "username", "password": "password", "host": "host", "port": "port",
              "database": "database", "dbname": "database"}


class OptionEngine(Engine):
    """An engine with other execution options; all else is the first one's."""

    def __init__(self, proxied, options):
        self.__dict__.update(proxied.__dict__)
        self._proxied = proxied
        self._execution_options = dict(proxied._execution_options, **options)

    def dispose(self, close=True):
        self._proxied.dispose(close)


class _Begun:
    """What Engine.begin() gives: the with-block of a connection and its transaction."""

    def __init__(self, engine):
        self._engine = engine

    def __enter__(self):
        self._connection = self._engine.connect()
        self._transaction = self._connection.begin()
        return self._connection

    def __exit__(self, kind, value, trace):
        try:
            self._transaction.__exit__(kind, value, trace)
        finally:
            self._connection._close(kind is not None)


def create_engine(url, **kwargs):
    """An engine for a URL. Options that say how a pool or a driver works are accepted and have nothing to do.

    creator= and what hands over a driver's own connection needs the real SQLAlchemy."""
    for key in ("creator", "async_creator", "pool"):
        if kwargs.get(key) is not None:
            from limbeck.missing import MissingName

            raise MissingName("sqlalchemy", "create_engine(%s=)" % key)
    if kwargs.pop("strategy", None) == "mock" or "executor" in kwargs:
        return create_mock_engine(url, kwargs.get("executor"))
    return Engine(make_url(url), **kwargs)


def _flag(value):
    if isinstance(value, str):
        return _BOOLEANS.get(value.strip().lower(), value)
    return value


def engine_from_config(configuration, prefix="sqlalchemy.", **kwargs):
    """An engine of the keys of a mapping that begin with `prefix`: sqlalchemy.url and so on."""
    options = {key[len(prefix) :]: value for key, value in configuration.items() if key.startswith(prefix)}
    for key in _NUMBERS:
        if isinstance(options.get(key), str):
            options[key] = int(options[key])
    for key in _FLAGS + ("echo",):
        if key in options:
            options[key] = _flag(options[key])
    options.update(kwargs)
    try:
        url = options.pop("url")
    except KeyError:
        raise KeyError("url") from None
    return create_engine(url, **options)


def create_pool_from_url(url, **kwargs):
    """The pool of an engine for that URL."""
    return create_engine(url, **kwargs).pool


def create_mock_engine(url, executor, **kwargs):
    """An engine that hands each statement to executor(statement, *values) instead of a database."""
    from .mock import MockConnection

    url = make_url(url)
    backend, _, driver = url.drivername.partition("+")
    return MockConnection(make_dialect(backend, driver), executor)


__all__ = ["Engine", "OptionEngine", "create_engine", "create_mock_engine", "create_pool_from_url",
           "engine_from_config", "exc"]
