"""AsyncEngine, AsyncConnection, AsyncTransaction."""

from limbeck.missing import raise_for

from ... import exc
from ...engine.create import Engine, create_engine
from ...engine.create import engine_from_config as _engine_from_config
from .done import Asynchronous, Done
from .result import AsyncResult

__getattr__ = raise_for(__name__)


class AsyncTransaction(Asynchronous):
    """A transaction; in a with-block it commits at the end."""

    _made_of = "sync_transaction"
    _awaited = frozenset(("commit", "rollback", "close", "start"))

    def __init__(self, connection, transaction):
        self.connection = connection
        self.sync_transaction = transaction

    def start(self, is_ctxmanager=False):
        return Done(self)


class AsyncConnection(Asynchronous):
    """A connection. `sync_connection` is the one that it stands for."""

    _made_of = "sync_connection"
    _awaited = frozenset((
        "execute", "exec_driver_sql", "scalar", "scalars", "commit", "rollback", "close", "invalidate",
        "execution_options", "get_raw_connection", "aclose",
    ))

    def __init__(self, engine, connection=None):
        self._engine = engine
        self.sync_connection = connection if connection is not None else engine.sync_engine.connect()
        self.sync_engine = self.sync_connection.engine

    @property
    def engine(self):
        return self._engine if isinstance(self._engine, AsyncEngine) else AsyncEngine(self.sync_engine)

    @classmethod
    def _retrieve_proxy_for_target(cls, connection):
        return cls(connection.engine, connection)

    def begin(self):
        return AsyncTransaction(self, self.sync_connection.begin())

    def begin_nested(self):
        return AsyncTransaction(self, self.sync_connection.begin_nested())

    def execution_options(self, **options):
        self.sync_connection.execution_options(**options)
        return self

    def get_raw_connection(self):
        return Done(self.sync_connection.connection)

    def aclose(self):
        return Done(self.sync_connection.close())

    def start(self, is_ctxmanager=False):
        return Done(self)

    def run_sync(self, function, *args, **kwargs):
        """Call function(connection, ...) with the synchronous connection."""
        return Done(function(self.sync_connection, *args, **kwargs))

    def stream(self, statement, *args, **kwargs):
        """execute(), with a result that is iterated by `async for`."""
        return Done(AsyncResult(self.sync_connection.execute(statement, *args, **kwargs)))

    def stream_scalars(self, statement, *args, **kwargs):
        return Done(AsyncResult(self.sync_connection.execute(statement, *args, **kwargs)).scalars())


class AsyncEngine(Asynchronous):
    """An engine. `sync_engine` is the one that it stands for."""

    _made_of = "sync_engine"
    _is_async = True

    def __init__(self, sync_engine):
        if isinstance(sync_engine, AsyncEngine):
            sync_engine = sync_engine.sync_engine
        if not isinstance(sync_engine, Engine):
            raise exc.ArgumentError("AsyncEngine expects an Engine, not %r" % (sync_engine,))
        self.sync_engine = sync_engine

    def __repr__(self):
        return "AsyncEngine(%s)" % str(self.sync_engine.url)

    def connect(self):
        return AsyncConnection(self)

    def begin(self):
        """A connection in a transaction, for a with-block."""
        begun = self.sync_engine.begin()
        return _Begun(self, begun)

    def raw_connection(self):
        return Done(self.sync_engine.raw_connection())

    def dispose(self, close=True):
        return Done(self.sync_engine.dispose(close))

    def execution_options(self, **options):
        return AsyncEngine(self.sync_engine.execution_options(**options))


class _Begun(Asynchronous):
    def __init__(self, engine, begun):
        self._engine = engine
        self._begun = begun

    def __enter__(self):
        return AsyncConnection(self._engine, self._begun.__enter__())

    def __exit__(self, kind, error, trace):
        return self._begun.__exit__(kind, error, trace)


def create_async_engine(url, **kwargs):
    """An AsyncEngine for a URL."""
    kwargs.pop("async_creator_fn", None)
    return AsyncEngine(create_engine(url, **kwargs))


def async_engine_from_config(configuration, prefix="sqlalchemy.", **kwargs):
    """An AsyncEngine of the keys of a mapping that begin with `prefix`."""
    return AsyncEngine(_engine_from_config(configuration, prefix, **kwargs))


def create_async_pool_from_url(url, **kwargs):
    """The pool of an engine for that URL."""
    return create_engine(url, **kwargs).pool
