"""AsyncSession and async_sessionmaker."""

from limbeck.missing import raise_for

from ...orm.session import Session, close_all_sessions as _close_all, object_session, sessionmaker
from .done import Asynchronous, Done
from .engine import AsyncConnection
from .result import AsyncResult

__getattr__ = raise_for(__name__)


class AsyncSessionTransaction(Asynchronous):
    """The with-block of AsyncSession.begin()."""

    _made_of = "sync_transaction"
    _awaited = frozenset(("commit", "rollback"))

    def __init__(self, session, transaction):
        self.session = session
        self.sync_transaction = transaction

    def __enter__(self):
        self.sync_transaction.__enter__()
        return self.session


class AsyncSession(Asynchronous):
    """A session. `sync_session` is the one that it stands for."""

    _made_of = "sync_session"
    _awaited = frozenset((
        "execute", "scalar", "scalars", "get", "get_one", "merge", "flush", "refresh", "commit", "rollback", "close",
        "delete", "connection", "invalidate", "reset", "expire_async",
    ))
    sync_session_class = Session

    def __init__(self, bind=None, binds=None, sync_session_class=None, **options):
        bind = getattr(bind, "sync_engine", None) if not hasattr(bind, "sync_connection") else bind.sync_connection
        self.sync_session = (sync_session_class or self.sync_session_class)(bind=bind, **options)
        self.bind = bind

    def begin(self):
        return AsyncSessionTransaction(self, self.sync_session.begin())

    def begin_nested(self):
        return AsyncSessionTransaction(self, self.sync_session.begin_nested())

    def connection(self, **kwargs):
        made = self.sync_session.connection(**kwargs)
        return Done(AsyncConnection(made.engine, made))

    def run_sync(self, function, *args, **kwargs):
        """Call function(session, ...) with the synchronous session."""
        return Done(function(self.sync_session, *args, **kwargs))

    def stream(self, statement, *args, **kwargs):
        return Done(AsyncResult(self.sync_session.execute(statement, *args, **kwargs)))

    def stream_scalars(self, statement, *args, **kwargs):
        return Done(AsyncResult(self.sync_session.execute(statement, *args, **kwargs)).scalars())

    def aclose(self):
        return Done(self.sync_session.close())

    def __contains__(self, instance):
        return instance in self.sync_session

    def __iter__(self):
        return iter(self.sync_session)

    @staticmethod
    def close_all():
        return Done(_close_all())


class async_sessionmaker:
    """A function that makes AsyncSessions of the same options."""

    def __init__(self, bind=None, class_=AsyncSession, autoflush=True, expire_on_commit=True, info=None, **options):
        self.class_ = class_
        self.kw = dict(options, bind=bind, autoflush=autoflush, expire_on_commit=expire_on_commit)

    def __call__(self, **options):
        return self.class_(**dict(self.kw, **options))

    def configure(self, **options):
        self.kw.update(options)

    def begin(self):
        """A session in a transaction, for a with-block."""
        session = self()
        return _Begun(session)


class _Begun(Asynchronous):
    def __init__(self, session):
        self._session = session

    def __enter__(self):
        self._transaction = self._session.sync_session.begin()
        self._transaction.__enter__()
        return self._session

    def __exit__(self, kind, error, trace):
        try:
            self._transaction.__exit__(kind, error, trace)
        finally:
            self._session.sync_session.close()


class async_scoped_session(Asynchronous):
    """One session for each scope that scopefunc() tells."""

    _made_of = "_current"

    def __init__(self, session_factory, scopefunc=None):
        self.session_factory = session_factory
        self.scopefunc = scopefunc
        self._by_scope = {}

    def __call__(self, **options):
        scope = self.scopefunc() if self.scopefunc else None
        if scope not in self._by_scope:
            self._by_scope[scope] = self.session_factory(**options)
        return self._by_scope[scope]

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self(), name)

    def remove(self):
        """Close the session of this scope."""
        scope = self.scopefunc() if self.scopefunc else None
        session = self._by_scope.pop(scope, None)
        return Done(session.sync_session.close() if session else None)


class AsyncAttrs:
    """Mixin of models: `await instance.awaitable_attrs.children`."""

    @property
    def awaitable_attrs(self):
        return _Attributes(self)


class _Attributes:
    def __init__(self, instance):
        self._instance = instance

    def __getattr__(self, name):
        return Done(getattr(self._instance, name))


def async_object_session(instance):
    """The AsyncSession of an instance: a new one around its session."""
    session = object_session(instance)
    if session is None:
        return None
    made = AsyncSession.__new__(AsyncSession)
    made.sync_session, made.bind = session, session.bind
    return made


def async_session(session):
    """The AsyncSession around a session."""
    made = AsyncSession.__new__(AsyncSession)
    made.sync_session, made.bind = session, session.bind
    return made


def close_all_sessions():
    """Close every session."""
    return Done(_close_all())


__all__ = ["AsyncAttrs", "AsyncSession", "async_sessionmaker", "sessionmaker"]
