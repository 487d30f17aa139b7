"""MigrationContext: a database, how it is migrated, and what it holds."""

import sys
from contextlib import contextmanager

from limbeck import connections

from ..ddl.impl import DefaultImpl
from ..util.exc import CommandError
from ..util.langhelpers import to_list, to_tuple
from .info import MigrationInfo


class MigrationContext:
    """Made by context.configure() in env.py, or by MigrationContext.configure(connection) anywhere."""

    def __init__(self, dialect, connection, opts, environment_context=None):
        self.environment_context = environment_context
        self.opts = opts
        self.dialect = dialect
        self.script = opts.get("script")
        self.as_sql = opts.get("as_sql", False)
        self.purge = opts.get("purge", False)
        self.transactional_ddl = opts.get("transactional_ddl")
        self.output_buffer = opts.get("output_buffer") or sys.stdout
        self.on_version_apply_callbacks = to_tuple(opts.get("on_version_apply"), ())
        self.version_table = opts.get("version_table") or "alembic_version"
        self.version_table_schema = opts.get("version_table_schema")
        self._transaction_per_migration = opts.get("transaction_per_migration", False)
        self._user_compare_type = opts.get("compare_type", True)
        self._user_compare_server_default = opts.get("compare_server_default", False)
        self._start_from_rev = opts.get("starting_rev")
        self._migrations_fn = opts.get("fn")
        self._in_external_transaction = not self.as_sql and connections.in_transaction_of_its_own(connection)
        self.connection = connections.offline(self) if self.as_sql else connection
        self.impl = DefaultImpl.get_by_dialect(dialect)(
            dialect, self.connection, self.as_sql, self.transactional_ddl, self.output_buffer, opts
        )
        number = None if self.as_sql or connection is None else connections.number(connection)
        self.number = number
        if number is not None:
            self.impl.members = {"connection": number}
            self.impl.is_foreign = connections.is_foreign(connection)

    @classmethod
    def configure(
        cls, connection=None, url=None, dialect_name=None, dialect=None, environment_context=None, dialect_opts=None,
        opts=None
    ):
        """A context for a connection, or, to write SQL only, for a URL or the name of a dialect."""
        opts = {} if opts is None else opts
        if connection is not None:
            connection = connections.synchronous(connection)
            if hasattr(connection, "connect") and hasattr(connection, "dispose"):
                raise CommandError(
                    "'connection' argument to configure() is expected to be a sqlalchemy.engine.Connection instance, "
                    "got %r" % (connection,)
                )
            dialect = connection.dialect
        elif url or dialect_name:
            from sqlalchemy.engine.url import make_url

            dialect = make_url(url or "%s://" % dialect_name).get_dialect()(**(dialect_opts or {}))
        elif dialect is None:
            raise Exception("Connection, url, or dialect_name is required.")
        if environment_context is None:
            opts.setdefault("as_sql", connection is None)
        return cls(dialect, connection, opts, environment_context)

    @property
    def bind(self):
        """The connection; with --sql, one that writes statements instead of running them."""
        return self.connection

    @property
    def config(self):
        """The Config, where env.py runs."""
        return self.environment_context.config if self.environment_context is not None else None

    def execute(self, sql, execution_options=None):
        """Run a statement, or write it."""
        self.impl.execute(sql, execution_options)

    @contextmanager
    def autocommit_block(self):
        """Within the block each statement is committed by itself; what was open before is committed first."""
        self.impl.call("block", on=True)
        try:
            yield
        finally:
            self.impl.call("block", on=False)

    def begin_transaction(self, _per_migration=False):
        """A context manager around run_migrations(), or around operations on a context of one's own.

        A run begins and ends its transactions itself; what env.py executes besides is committed at the end.
        """
        if self.as_sql or self._in_external_transaction or self.connection is None:
            return _NoTransaction()
        if self.environment_context is None and not self.connection.in_transaction():
            return self.connection.begin()
        return _Transaction(self.connection)

    def _in_connection_transaction(self):
        return connections.in_transaction(self.connection)

    def get_current_revision(self):
        """The revision that the version table holds, or None. CommandError if it holds several."""
        heads = self.get_current_heads()
        if len(heads) > 1:
            raise CommandError(
                "Version table '%s' has more than one head present; please use get_current_heads()"
                % self.version_table
            )
        return heads[0] if heads else None

    def get_current_heads(self):
        """The revisions that the version table holds; with --sql, where the script starts."""
        if not self.as_sql:
            if self._start_from_rev:
                raise CommandError("Can't specify current_rev to context when using a database connection")
            answer = self.impl.call("version", table=self.version_table, schema=self.version_table_schema)
            return tuple(answer["heads"])
        start = [name for name in to_list(self._start_from_rev, []) if name not in (None, "base")]
        if self.script is not None:
            start = [self.script.get_revision(name).revision for name in start]
        return tuple(start)

    @property
    def heads(self):
        return self.get_current_heads()

    def stamp(self, script_directory, revision):
        """Have the version table say that the database is at `revision`."""
        self.impl.call(
            "stamp", revisions=to_list(revision), table=self.version_table, schema=self.version_table_schema,
            **script_directory.members
        )

    def run_migrations(self, **kw):
        """Run the steps of the command that env.py runs for; `kw` goes to each upgrade() or downgrade()."""
        from limbeck.session import session

        session().run(self, kw)

    @contextmanager
    def _proxies(self):
        """Within the block `alembic.op` works on this context."""
        from ..operations import Operations

        with Operations.context(self):
            yield self

    def run_async(self, async_function, connection, args, kw):
        """Run a coroutine function on the connection's asynchronous form, from code that is not asynchronous."""
        return connections.run_async(async_function, connection, args, kw)


class _NoTransaction:
    """Where there is nothing to begin."""

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        return None

    def commit(self):
        """Nothing."""

    rollback = commit


class _Transaction(_NoTransaction):
    """Commits or rolls back what is open on a connection at the end of the block."""

    def __init__(self, connection):
        self._connection = connection

    def __exit__(self, kind, value, trace):
        if kind is None:
            self.commit()
        else:
            self.rollback()

    def commit(self):
        """Commit what is open."""
        connections.end_transaction(self._connection, "commit")

    def rollback(self):
        """Roll back what is open."""
        connections.end_transaction(self._connection, "rollback")


class HeadMaintainer:
    """The heads of a context, as a set."""

    def __init__(self, context, heads):
        self.context = context
        self.heads = set(heads)


class MigrationStep:
    """A step of a plan, of which the limbeck program knows the rest."""


RevisionStep = StampStep = MigrationStep

__all__ = ("HeadMaintainer", "MigrationContext", "MigrationInfo", "MigrationStep", "RevisionStep", "StampStep")
