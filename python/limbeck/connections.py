"""Connections as env.py and scripts have them, and the numbers by which the engine knows them.

A connection of limbeck's own `sqlalchemy` is one of the engine's and carries its number. Where the project's SQLAlchemy
is in use, a connection may be one that only this process can use: then the engine is told of it (`adopt`), and asks for
each statement (`foreign`), see limbeck/real.py.
"""

import os

from . import HERE


def uses_real():
    """Whether the project's own SQLAlchemy is in use."""
    import sqlalchemy

    return not sqlalchemy.__file__.startswith(HERE + os.sep)


def synchronous(connection):
    """The connection itself, also of an asynchronous one."""
    inside = getattr(connection, "sync_connection", None)
    return connection if inside is None else inside


def number(connection):
    """The engine's number of a connection."""
    if uses_real():
        from . import real

        return real.number(connection)
    return connection._number


def is_foreign(connection):
    """Whether only this process can use the connection."""
    if uses_real():
        from . import real

        return real.is_foreign(connection)
    return False


def make_ready(connection):
    """Before the engine does something on the connection besides: in 2.0's manner, a statement begins a transaction."""
    ready = getattr(connection, "_ready", None)
    if ready is not None:
        ready()


def in_transaction(connection):
    """Whether a transaction is open on it, as far as it knows."""
    ask = getattr(connection, "in_transaction", None)
    return bool(ask()) if ask is not None else False


def in_transaction_of_its_own(connection):
    """Whether env.py has begun a transaction, which is then its to end.

    One that a statement began in passing (2.0's autobegin) is ended here, so that no run is lost in it."""
    if not in_transaction(connection):
        return False
    transaction = connection.get_transaction()
    if getattr(transaction, "implicit", False):
        transaction.commit()
        return False
    return True


def end_transaction(connection, verb):
    """Commit or roll back what is open on the connection, if anything is."""
    if in_transaction(connection):
        getattr(connection.get_transaction(), verb)()


def join_run(connection):
    """A run works on the connection from here on."""
    if connection is not None and uses_real():
        from . import real

        return real.set_in_run(connection, True)
    join = getattr(connection, "join_run", None)
    if join is not None:
        join()


def leave_run(connection):
    """The run is over."""
    if connection is not None and uses_real():
        from . import real

        return real.set_in_run(connection, False)
    leave = getattr(connection, "leave_run", None)
    if leave is not None:
        leave()


def of_engine(engine_number, facts):
    """A connection object for a connection of the engine's, which a run works on; None as the number: --sql."""
    if uses_real():
        from . import real

        return real.connection(engine_number, facts)
    from sqlalchemy.engine.base import Connection
    from sqlalchemy.engine.default import make_dialect

    return Connection(_Engine(make_dialect(facts["dialect"])), engine_number, facts, in_run=True)


def offline(context):
    """The connection of a context that writes SQL instead of running it."""
    if uses_real():
        from . import real

        return real.offline(context.dialect)
    from sqlalchemy.engine.base import Connection

    return Connection(_Engine(context.dialect), None, in_run=True)


class _Engine:
    """The engine of a connection that no script made: it gives out that connection."""

    url = None
    echo = hide_parameters = _is_future = False

    def __init__(self, dialect):
        self.dialect = dialect
        self.name = dialect.name
        self.driver = dialect.driver

    def dispose(self, close=True):
        """Nothing is held."""

    _give_back = _discard = dispose


def run_async(function, connection, args, kw):
    """Run a coroutine function on the connection's asynchronous form, from code that is not asynchronous.

    The coroutine is driven here: what it waits for on a connection of the engine's is there at once.
    """
    from sqlalchemy.ext.asyncio import AsyncConnection

    made = getattr(AsyncConnection, "_retrieve_proxy_for_target", None)
    coroutine = function(made(connection) if made else AsyncConnection(connection.engine, connection), *args, **kw)
    if uses_real():
        from sqlalchemy.util import await_only

        return await_only(coroutine)
    try:
        while True:
            coroutine.send(None)
    except StopIteration as done:
        return done.value
