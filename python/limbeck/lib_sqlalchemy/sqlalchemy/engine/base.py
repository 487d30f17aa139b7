"""Connection and Engine: a script's way to a database. The connection itself is held by the engine, by a number.

Both manners of SQLAlchemy work on one connection, and nothing is lost that the users of either expect to keep:

- begin() and the with-blocks of it mean what they say.
- A plain string to execute(), outside of a transaction, is the manner of 1.4: it is kept at once.
- Any other statement outside of a transaction begins one (2.0). commit() and rollback() end it. If the connection is
  closed with it still open, it is committed, as 1.4 had committed each statement, unless the connection knows 2.0
  already (commit() or rollback() was called on it before, or its engine was made with future=True), or an exception
  leaves its with-block: then it is rolled back.

The connection that a run works on (op.get_bind()) is in the run's transaction all the time: commit() commits what is
open and has the engine remember how far the step has come; close() leaves it open. With --sql it has no number:
statements are written to the output, and who reads their rows is told that there are none to read.
"""

import _weakref

from limbeck.channel import EngineError, channel
from limbeck.missing import raise_for

from .. import exc
from . import execution
from .cursor import CursorResult
from .listening import Listening
from .transaction import MarkerTransaction, NestedTransaction, RootTransaction, Transaction, TwoPhaseTransaction

__getattr__ = raise_for(__name__)

_open = {}  # number -> weak reference to the connection, of those that are not a run's


class Connection(Listening):
    """A connection. `engine`, `dialect`, `closed`, `info`."""

    _in_run = False
    _transaction = None
    _says_commit = False
    _savepoints = 0
    _guest = None  # a session that works in a savepoint of the transaction
    _autocommit = False
    should_close_with_result = False

    def __init__(self, engine, number, facts=None, in_run=False):
        self.engine = engine
        self.dialect = engine.dialect
        self._number = number
        self._in_run = in_run
        self._options = {}
        self._late = []  # results that nobody holds any more, to be released
        self.info = {}
        self.closed = False
        if facts:
            self.dialect.connected(facts)
        self._look_for_events()
        if not in_run:
            _open[number] = _weakref.ref(self)

    # -- talking to the engine

    def _call(self, name, **members):
        """Call the engine about this connection; its errors are SQLAlchemy's here."""
        if self._number is not None:
            members["connection"] = self._number
        try:
            return channel().call(name, **members)
        except EngineError as failure:
            raise self._error(failure) from None

    def _error(self, failure, statement=None, params=None, many=False):
        from .dberror import translate

        error = translate(failure, self.dialect, statement, params, self.engine.hide_parameters, many)
        if getattr(error, "connection_invalidated", False):
            self._transaction = None
        return error

    def _run_sql(self, sql):
        """A statement of limbeck's own, whose result nobody wants."""
        self._ready()
        self._call("execute", sql=sql, style="none", returning=False)

    def _operation(self, operation):
        """Have the engine do an operation (doc/script-host.md) on this connection."""
        self._ready()
        self._call("operation", operation=operation)

    def _release_later(self, handle):
        self._late.append(handle)

    def _ready(self):
        """Before a statement: the connection is open, and in a transaction unless it runs without."""
        if self.closed:
            raise exc.ResourceClosedError("This Connection is closed")
        if self._guest is not None:
            self._guest._step_aside()
        while self._late:
            self._call("release", result=self._late.pop())
        if self._transaction is None and not self._in_run and not self._autocommit:
            self._begin(RootTransaction, implicit=True)

    # -- transactions

    def _begin(self, kind, **keywords):
        other = self._other_in_transaction()
        if other is None:
            self._call("begin")
        self._fire("begin")
        made = kind(self, **keywords)
        made._joined = other is not None
        return made

    def _other_in_transaction(self):
        """Where a pool has one connection for all: whoever has begun a transaction on it already."""
        pool = getattr(self.engine, "pool", None)
        if pool is None or not pool._shares:
            return None
        other = pool._user() if pool._user else None
        if other is not None and other is not self and other._transaction is not None:
            return other
        pool._user = _weakref.ref(self)
        return None

    def begin(self):
        """Begin a transaction: a Transaction, for a with-block. In one that is under way it counts with that."""
        if self.closed:
            raise exc.ResourceClosedError("This Connection is closed")
        if self._in_run:
            return RootTransaction(self)
        current = self._transaction
        if current is not None:
            if not current.implicit:
                return MarkerTransaction(self)
            if self._is_future:
                raise exc.InvalidRequestError(
                    "This connection has already initialized a SQLAlchemy Transaction() object via begin() or "
                    "autobegin; can't call begin() here unless rollback() or commit() is called first."
                )
            current.implicit = False  # what was done before counts with it
            return current
        return self._begin(RootTransaction)

    def begin_nested(self):
        """Set a savepoint: a NestedTransaction."""
        self._ready()
        return NestedTransaction(self)

    def begin_twophase(self, xid=None):
        """Begin a transaction; its prepare() does nothing."""
        if not self._in_run and self._transaction is None:
            self._call("begin")
        return TwoPhaseTransaction(self, xid)

    def commit(self):
        """Keep what was done. In a run: and remember how far the step has come."""
        self._says_commit = True
        self._finish("commit")

    def rollback(self):
        """Undo what was not committed."""
        self._says_commit = True
        self._finish("rollback")

    def _finish(self, verb):
        root = self._root()
        if root is not None and not root._joined:
            getattr(root, verb)()
            return
        while self._transaction is not None:
            self._transaction._end()
        if self._in_run:
            self._call(verb)

    def _root(self):
        found = self._transaction
        while found is not None and found._outer is not None:
            found = found._outer
        return found

    def in_transaction(self):
        """Whether a transaction is under way."""
        return self._transaction is not None or (self._in_run and not self._autocommit)

    def in_nested_transaction(self):
        return self.get_nested_transaction() is not None

    def get_transaction(self):
        """The transaction under way, or None."""
        if self._transaction is None and self.in_transaction():
            RootTransaction(self)
        return self._root()

    def get_nested_transaction(self):
        """The innermost savepoint, or None."""
        found = self._transaction
        while found is not None and found._is_root:
            found = found._outer
        return found

    @property
    def _is_future(self):
        return self._says_commit or self.engine._is_future

    # -- statements

    def execute(self, statement, *multiparams, parameters=None, execution_options=None, **params):
        """Run a statement: text(), an expression, or a string of SQL. Values: a dict, or a list of dicts.

        DBAPIError by what the database said; ObjectNotExecutableError."""
        if parameters is not None:
            multiparams = (parameters,) + multiparams
        sets, many = execution.distill(multiparams, params)
        options = self._options
        own = getattr(statement, "_execution_options", None)
        if own or execution_options:
            options = dict(options, **dict(own or {}, **(execution_options or {})))
        dialect = self.dialect
        kind = getattr(statement, "__visit_name__", None)
        if self._events:
            statement, sets, many = self._fire_before(statement, sets, many, options)
        if kind == "textclause" and execution.is_plain(statement):
            members, context = execution.prepare_text(dialect, statement, sets, many)
        elif isinstance(statement, str):
            if self._transaction is None and not self._in_run:
                options = dict(options, isolation_level="AUTOCOMMIT")
            members, context = execution.prepare_string(dialect, statement, sets, many)
        else:
            special = getattr(statement, "_execute_on_connection", None)
            if special is not None:
                return special(self, sets, options)
            if kind is None or not hasattr(statement, "compile"):
                raise exc.ObjectNotExecutableError(statement)
            members, context = execution.prepare_compiled(
                dialect, statement, sets, many, options, is_text=self._number is None)
        return self._execute(members, context, sets, options)

    def _execute(self, members, context, sets, options):
        """Send a prepared statement; its result."""
        alone = self._autocommit or options.get("isolation_level") == "AUTOCOMMIT"
        if not alone:
            self._ready()
        elif self.closed:
            raise exc.ResourceClosedError("This Connection is closed")
        else:
            members["autocommit"] = True
        context.execution_options = options
        if self._events:
            members = self._fire_cursor(members, context)
        if self._number is not None:
            members["connection"] = self._number
        try:
            if alone and self._in_run:
                answer = self._execute_alone(members)
            elif members["returning"] and "many" in members:
                answer = self._execute_each(members)
            else:
                answer = channel().call("execute", **members)
        except EngineError as failure:
            error = self._error(failure, members["sql"], sets, context.executemany)
            if self._events:
                self._fire_error(error, context)
            raise error from None
        if self._number is None:  # nobody knows what it would have given
            answer = {"columns": None, "written": True, "changed": -1}
        result = CursorResult(self, context, answer)
        if getattr(context, "added_keys", None) and self._number is not None and not answer.get("passed"):
            context.returned_rows = result.all()
            answer["columns"] = None
        if self._events:
            self._fire_after(members, context, result)
        return result

    @staticmethod
    def _execute_alone(members):
        """Outside of the run's transaction: what is open is committed first."""
        channel().call("block", on=True)
        try:
            return channel().call("execute", **members)
        finally:
            channel().call("block", on=False)

    @staticmethod
    def _execute_each(members):
        """One execution for each set of values; the rows of all of them."""
        whole = {"columns": None, "rows": [], "changed": 0}
        for one in members.pop("many"):
            answer = channel().call("execute", **dict(members, params=one))
            whole["columns"] = answer["columns"]
            whole["rows"] += answer["rows"]
            whole["changed"] += max(answer["changed"], 0)
            if answer.get("passed"):
                whole["passed"] = True
            if answer["more"]:
                whole["rows"] += channel().call("fetch", result=answer["result"])["rows"]
        return whole

    def exec_driver_sql(self, statement, parameters=None, execution_options=None):
        """Run SQL as the database's driver has it: values marked by %s, %(name)s, ? or :name."""
        if isinstance(parameters, tuple):
            sets, many = parameters or None, False
        else:
            sets, many = execution.distill(() if parameters is None else (parameters,), {})
        members, context = execution.prepare_string(self.dialect, statement, sets, many)
        return self._execute(members, context, sets, dict(self._options, **(execution_options or {})))

    def scalar(self, statement, *multiparams, **params):
        """The first column of the first row, or None."""
        return self.execute(statement, *multiparams, **params).scalar()

    def scalars(self, statement, *multiparams, **params):
        """The values of the first column."""
        return self.execute(statement, *multiparams, **params).scalars()

    def execution_options(self, **options):
        """Set options: isolation_level, stream_results, schema_translate_map, ... Returns the connection itself."""
        level = options.get("isolation_level")
        if level is not None:
            self._set_isolation(level.upper().replace("_", " "))
        self._options.update(options)
        return self

    def get_execution_options(self):
        return self._options

    def _set_isolation(self, level):
        self._autocommit = level == "AUTOCOMMIT"
        if self._autocommit:
            if self._transaction is not None and self._transaction.implicit:
                self._transaction.commit()  # of what was begun in passing, nothing shall be lost
            return
        sql = {
            "postgresql": "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL %s",
            "mysql": "SET SESSION TRANSACTION ISOLATION LEVEL %s",
            "mariadb": "SET SESSION TRANSACTION ISOLATION LEVEL %s",
        }.get(self.dialect.name)
        known = ("READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE")
        if level not in known:
            raise exc.ArgumentError("Invalid value '%s' for isolation_level. Valid isolation levels for %r are %s"
                                    % (level, self.dialect.name, ", ".join(("AUTOCOMMIT",) + known)))
        if sql and not self._in_run:
            self._call("execute", sql=sql % level, style="none", returning=False, autocommit=True)

    def get_isolation_level(self):
        """The isolation level, by its name."""
        if self._autocommit:
            return "AUTOCOMMIT"
        sql = {"postgresql": "show transaction isolation level", "mysql": "select @@transaction_isolation",
               "mariadb": "select @@tx_isolation"}.get(self.dialect.name)
        if sql is None:
            return self.dialect.default_isolation_level
        return self.exec_driver_sql(sql).scalar().upper().replace("-", " ")

    @property
    def default_isolation_level(self):
        return self.dialect.default_isolation_level

    # -- its life

    def close(self):
        """Give the connection back; what is open is committed or undone by the rule above. In a run it stays."""
        self._close(False)

    def _close(self, failed):
        if self._in_run:
            self._options = {}
            self._autocommit = False
            return
        if self.closed:
            return
        try:
            self._settle(failed)
        finally:
            self.closed = True
            self._transaction = None
            _open.pop(self._number, None)
            self.engine._give_back(self._number)

    def _settle(self, failed=False):
        """End a transaction that is open, by the rule above."""
        root = self._root()
        if root is None:
            return
        if root.implicit and not failed and not self._is_future:
            root.commit()
        else:
            root.rollback()

    def invalidate(self, exception=None):
        """Give the connection up."""
        if not self._in_run:
            self.closed = True
            self._transaction = None
            _open.pop(self._number, None)
            self.engine._discard(self._number)

    @property
    def invalidated(self):
        return False

    def detach(self):
        """Nothing: there is no pool to take it out of."""

    def connect(self):
        """The connection itself (SQLAlchemy 1.4)."""
        return self

    _contextual_connect = connect

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self._close(kind is not None)

    def __del__(self):
        if not self.closed and not self._in_run and self._number is not None:
            try:
                self._close(False)
            except Exception:
                pass  # nobody is there to be told, and the engine may be gone

    def join_run(self):
        """The run works on this connection from here on: op.get_bind()."""
        if self._transaction is not None and self._transaction.implicit and not self._is_future:
            self._transaction.commit()
        self._in_run = True

    def leave_run(self):
        """The run is over; the connection is the script's again."""
        self._in_run = False
        self._transaction = None

    # -- facades

    @property
    def connection(self):
        """The connection as a database driver's (PEP 249)."""
        from .dbapi import DriverConnection

        return DriverConnection(self)

    def cursor(self):
        return self.connection.cursor()

    @property
    def default_schema_name(self):
        return self.dialect.default_schema_name

    def run_callable(self, function, *args, **kwargs):
        return function(self, *args, **kwargs)

    def transaction(self, function, *args, **kwargs):
        """Call function(connection, ...) in a transaction."""
        with self.begin():
            return function(self, *args, **kwargs)

    def schema_for_object(self, thing):
        return thing.schema

    def get_bind(self):
        return self

    def _run_ddl_visitor(self, visitor, element, **kwargs):
        return visitor(self.dialect, self, **kwargs).traverse_single(element)


def settle_all():
    """End the transactions of connections that scripts left open, each by its rule. For the end of env.py."""
    for reference in list(_open.values()):
        connection = reference()
        if connection is not None and not connection._in_run:
            connection._settle()


from .create import Engine, OptionEngine  # noqa: E402  (an engine makes connections)

__all__ = ["Connection", "Engine", "NestedTransaction", "OptionEngine", "RootTransaction", "Transaction",
           "TwoPhaseTransaction", "settle_all"]
