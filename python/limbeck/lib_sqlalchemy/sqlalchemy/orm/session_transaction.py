"""The transactions of a session."""

from limbeck.missing import raise_for

from .. import exc
from .attributes import state_of

__getattr__ = raise_for(__name__)


class SessionTransaction:
    """The session's transaction, or a savepoint of it, for `with session.begin()`."""

    def __init__(self, session, nested=None):
        self.session = session
        self._nested = nested
        self.nested = nested is not None
        self.is_active = True

    def commit(self):
        if self._nested is None:
            self.session.commit()
        elif self.is_active:
            self.session.flush()
            self._nested.commit()
            self._leave()

    def rollback(self):
        if self._nested is None:
            self.session.rollback()
        elif self.is_active:
            self._nested.rollback()
            self.session._undone()
            self._leave()

    def _leave(self):
        self.is_active = False
        if self in self.session._nested:
            del self.session._nested[self.session._nested.index(self) :]

    close = rollback

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is None and self.is_active:
            try:
                self.commit()
            except BaseException:
                self.rollback()
                raise
        elif self.is_active:
            self.rollback()


def _reads(statement):
    """Whether a statement certainly only reads."""
    kind = getattr(statement, "__visit_name__", None)
    if kind == "textclause":
        return statement.text.lstrip()[:6].lower() == "select"
    return kind in ("select", "compound_select")


class Transactional:
    """What a Session does about connections and transactions. It has: bind, _binds, autocommit, expire_on_commit, and
    _open: the connection in use; _owned: whether that is ours to close; _transaction; _nested: savepoints."""

    _own_turn = False  # a statement of the session's is being executed
    _wrote = False  # something was done that a rollback has to undo

    def get_bind(self, mapper=None, clause=None, bind=None, **kw):
        """What the session works on. UnboundExecutionError."""
        found = bind or self.bind
        if found is None and self._binds:
            wanted = getattr(mapper, "class_", mapper)
            for key, one in self._binds.items():
                if key is wanted or (isinstance(key, type) and isinstance(wanted, type) and issubclass(wanted, key)):
                    return one
            found = next(iter(self._binds.values()))
        if found is None:
            raise exc.UnboundExecutionError(
                "Could not locate a bind configured on %s or this Session." % (mapper or "the statement")
            )
        return found

    def connection(self, bind_arguments=None, execution_options=None, **kw):
        """The connection that the session works on, in its transaction."""
        found = self._connection(**(bind_arguments or {}))
        self._wrote = True  # who knows what is done on it
        if execution_options:
            found.execution_options(**execution_options)
        return found

    def _connection(self, mapper=None, clause=None, bind=None):
        if self._open is None:
            self._begin(mapper, clause, bind)
        return self._open

    def _begin(self, mapper, clause, bind):
        bind = self.get_bind(mapper, clause, bind)
        bind = getattr(bind, "sync_engine", None) or getattr(bind, "sync_connection", None) or bind
        if hasattr(bind, "in_transaction"):
            self._transaction = self._within(bind) if bind.in_transaction() else bind.begin()
            self._open, self._owned = bind, False
        else:
            self._open, self._owned = bind.connect(), True
            self._transaction = self._open.begin() if not self._open._autocommit else None
        self._fire("after_begin", self._transaction, self._open)

    def _within(self, connection):
        """A savepoint in the connection's transaction; None where there is none to have."""
        if connection._number is None:  # with --sql nothing can fail
            return None
        try:
            made = connection.begin_nested()
        except exc.DBAPIError as failure:
            if getattr(failure.orig, "pgcode", None) == "25P01" or connection.dialect.name in ("mysql", "mariadb"):
                return None  # the run works without a transaction here
            raise
        self._wrote = False
        connection._guest = self
        return made

    def _send(self, statement, params=None, options=None, mapper=None):
        """Execute a statement of the session's."""
        self._own_turn = True
        try:
            connection = self._connection(mapper)
            self._wrote = self._wrote or not _reads(statement)
            arguments = () if params is None else (params,)
            return connection.execute(statement, *arguments, execution_options=options)
        finally:
            self._own_turn = False

    def _step_aside(self):
        """Somebody else is about to work on the connection: what they do is not the session's to undo. As long as the
        session has only read, its savepoint is given up; after that they share it."""
        savepoint = self._transaction
        if self._own_turn or self._wrote or savepoint is None:
            return
        connection = self._open
        if connection is not None and connection._transaction is savepoint:
            connection._guest = None
            self._transaction = self._open = None
            savepoint.commit()

    def begin(self, subtransactions=False, nested=False, _subtrans=False):
        """For `with session.begin()`: commits at the end, rolls back on an exception."""
        if nested:
            return self.begin_nested()
        return SessionTransaction(self)

    def begin_nested(self):
        """A savepoint, for a with-block."""
        self.flush()
        self._own_turn = True
        try:
            made = SessionTransaction(self, self.connection().begin_nested())
        finally:
            self._own_turn = False
        self._nested.append(made)
        return made

    def in_transaction(self):
        return self._open is not None

    def in_nested_transaction(self):
        return bool(self._nested)

    def get_transaction(self):
        return SessionTransaction(self) if self._open is not None else None

    def get_nested_transaction(self):
        return self._nested[-1] if self._nested else None

    @property
    def transaction(self):
        return self.get_transaction()

    @property
    def is_active(self):
        return True

    def commit(self):
        """Write what is pending and keep it."""
        if self._nested and self.autocommit:
            return self._nested[-1].commit()
        self._fire("before_commit")
        self.flush()
        transaction, self._transaction = self._transaction, None
        try:
            if transaction is not None and transaction.is_active:  # another session may have ended it with its own
                transaction.commit()
        except BaseException:
            if transaction.is_active:
                transaction.rollback()
            self._leave()
            raise
        self._leave()
        self._fire("after_commit")
        if self.expire_on_commit:
            self.expire_all()

    def prepare(self):
        """Two-phase commit is a plain one here."""
        self.flush()

    def rollback(self):
        """Undo what was done since the last commit."""
        transaction, self._transaction = self._transaction, None
        try:
            if transaction is not None:
                transaction.rollback()
        finally:
            self._leave()
            self._undone()
        self._fire("after_rollback")

    def _leave(self):
        self._nested = []
        connection, self._open = self._open, None
        if connection is not None and connection._guest is self:
            connection._guest = None
        if self._owned and connection is not None:
            connection._close(True)
        self._owned = False

    def _undone(self):
        """Objects after a rollback: new ones are no longer in the session, others are loaded anew."""
        for state in list(self._new.values()):
            state.session = None
        self._new.clear()
        self._dirty.clear()
        self._deleted.clear()
        for obj in self.identity_map.values():
            state = state_of(obj)
            if state.__dict__.get("made_in") is not None:
                self._forget(state)
                state.key, state.loaded = None, False
                state.__dict__.pop("made_in", None)
            else:
                self._expire(state)

    def close(self):
        """Give everything up that was not written; what was written stays with the connection's transaction, if the
        session works in one, and is undone otherwise."""
        transaction, self._transaction = self._transaction, None
        self.expunge_all()
        try:
            if transaction is not None and transaction.is_active:
                if self._owned or transaction._is_root:
                    transaction.close()
                else:
                    self._release(transaction)
        finally:
            self._leave()

    @staticmethod
    def _release(savepoint):
        try:
            savepoint.commit()
        except exc.DBAPIError as failure:
            if getattr(failure.orig, "pgcode", None) != "25P02":
                raise
            savepoint._to("ROLLBACK TO SAVEPOINT " + savepoint.name)  # a statement had failed

    invalidate = reset = close

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.close()
