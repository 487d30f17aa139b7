"""sessionmaker and scoped_session: functions that make sessions."""

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)


class sessionmaker:
    """A function that makes sessions of the same options: sessionmaker(bind=engine)()."""

    def __init__(self, bind=None, class_=None, autoflush=True, expire_on_commit=True, info=None, **options):
        from .session import Session

        self.kw = dict(options, bind=bind, autoflush=autoflush, expire_on_commit=expire_on_commit)
        if info is not None:
            self.kw["info"] = info
        base = class_ or Session
        self.class_ = type(base.__name__, (base,), {"__module__": base.__module__})

    def __call__(self, **options):
        made = self.class_(**dict(self.kw, **options))
        return made

    def configure(self, **options):
        """Change the options of sessions to come."""
        self.kw.update(options)

    def begin(self):
        """A session in a transaction, for a with-block: commits at its end and closes."""
        return _Begun(self())

    def _event_target(self):
        return self.class_

    def __repr__(self):
        return "sessionmaker(class_=%r, %s)" % (
            self.class_.__name__, ", ".join("%s=%r" % pair for pair in self.kw.items()))


class _Begun:
    def __init__(self, session):
        self._session = session

    def __enter__(self):
        return self._session

    def __exit__(self, kind, value, trace):
        try:
            if kind is None:
                self._session.commit()
            else:
                self._session.rollback()
        finally:
            self._session.close()


class scoped_session:
    """One session for each thread, or for each scope that scopefunc() tells; it passes on what it is asked."""

    def __init__(self, session_factory, scopefunc=None):
        self.session_factory = session_factory
        if scopefunc is None:
            import threading

            scopefunc = threading.get_ident
        self._scope = scopefunc
        self._sessions = {}

    def __call__(self, **options):
        scope = self._scope()
        if scope not in self._sessions:
            self._sessions[scope] = self.session_factory(**options)
        return self._sessions[scope]

    @property
    def registry(self):
        return self

    def has(self):
        return self._scope() in self._sessions

    def set(self, session):
        self._sessions[self._scope()] = session

    def remove(self):
        """Close the session of this scope."""
        session = self._sessions.pop(self._scope(), None)
        if session is not None:
            session.close()

    def configure(self, **options):
        self.session_factory.configure(**options)

    def query_property(self, query_cls=None):
        """A descriptor for classes: Model.query."""
        return _QueryProperty(self, query_cls)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self(), name)

    def __contains__(self, instance):
        return instance in self()

    def __iter__(self):
        return iter(self())

    def __enter__(self):
        return self()

    def __exit__(self, *error):
        self.remove()


class _QueryProperty:
    def __init__(self, scoped, query_cls):
        self._scoped = scoped
        self._query_cls = query_cls

    def __get__(self, instance, owner):
        if self._query_cls is not None:
            return self._query_cls([owner], self._scoped())
        return self._scoped().query(owner)
