"""Transactions of a connection: Transaction, and NestedTransaction, which is a savepoint."""

from limbeck.missing import raise_for

from .. import exc

__getattr__ = raise_for(__name__)


class Transaction:
    """A transaction that begin() gave. As a context manager it commits, or rolls back when an exception comes through.

    On a connection that is in a run's transaction it stands for nothing of its own: commit() leaves it to the run, and
    rollback() undoes what the run has not committed.
    """

    _is_root = True

    def __init__(self, connection, implicit=False):
        self.connection = connection
        self.implicit = implicit  # begun by a statement, not by begin()
        self.is_active = True
        self._outer = connection._transaction
        self._joined = connection._in_run
        connection._transaction = self

    @property
    def is_valid(self):
        return self.is_active

    def _require(self):
        if not self.is_active:
            raise exc.InvalidRequestError("This transaction is inactive")

    def commit(self):
        """Keep what was done since begin()."""
        self._require()
        self._end()
        if not self._joined:
            self.connection._call("commit")
            self.connection._fire("commit")

    def rollback(self):
        """Undo what was done since begin()."""
        if self.is_active:
            self._end()
            self.connection._call("rollback")
            self.connection._fire("rollback")

    def close(self):
        """Roll back unless it has ended already. In a run it leaves everything to the run."""
        if self.is_active:
            if self._joined:
                self._end()
            else:
                self.rollback()

    def prepare(self):
        """Two-phase commit is a plain one here."""
        self._require()

    def _end(self):
        connection = self.connection
        inner = connection._transaction
        while inner is not None and inner is not self:
            inner.is_active = False
            inner = inner._outer
        self.is_active = False
        connection._transaction = self._outer

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


class RootTransaction(Transaction):
    """The connection's transaction."""


class TwoPhaseTransaction(RootTransaction):
    """A transaction with an identity, committed as a plain one."""

    def __init__(self, connection, xid=None):
        RootTransaction.__init__(self, connection)
        self.xid = xid


class MarkerTransaction(Transaction):
    """A begin() inside of a transaction (SQLAlchemy 1.4): commit() leaves it to the outer one, rollback() ends both."""

    def __init__(self, connection):
        Transaction.__init__(self, connection)
        self._joined = True

    def rollback(self):
        if self.is_active:
            outer = self._outer
            self._end()
            if outer is not None:
                outer.rollback()


class NestedTransaction(Transaction):
    """A savepoint."""

    _is_root = False

    def __init__(self, connection):
        connection._savepoints += 1
        self.name = "sa_savepoint_%d" % connection._savepoints
        connection._run_sql("SAVEPOINT " + self.name)
        Transaction.__init__(self, connection)
        connection._fire("savepoint", self.name)

    def commit(self):
        """Keep what was done since, as far as the outer transaction is kept."""
        self._require()
        self._end()
        self._to("RELEASE SAVEPOINT " + self.name)

    def rollback(self):
        """Undo what was done since begin_nested()."""
        if self.is_active:
            self._end()
            self._to("ROLLBACK TO SAVEPOINT " + self.name)

    def close(self):
        self.rollback()

    def _to(self, sql):
        try:
            self.connection._run_sql(sql)
        except exc.DBAPIError as failure:
            # DDL of MySQL commits by itself, and the savepoints are gone with that
            if not (self.connection.dialect.name in ("mysql", "mariadb") and "SAVEPOINT" in str(failure.orig)):
                raise
