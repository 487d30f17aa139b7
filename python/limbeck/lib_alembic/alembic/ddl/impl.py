"""The implementation at work: hands operations and statements to the limbeck program."""

from limbeck import connections
from limbeck.channel import EngineError, channel

from ..util.exc import of_engine
from .rows import bulk_insert
from .wire import WireOperations

_impls = {}


class DefaultImpl(WireOperations):
    """Operations for a database of no known kind, and the base of those for known ones.

    Extensions derive from it for dialects of their own; `__dialect__` is the dialect's name.
    """

    __dialect__ = "default"
    transactional_ddl = False
    command_terminator = ";"
    type_synonyms = ()
    type_arg_extract = ()
    identity_attrs_ignore = ()

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        if "__dialect__" in cls.__dict__:
            _impls[cls.__dialect__] = cls

    def __init__(self, dialect, connection, as_sql, transactional_ddl, output_buffer, context_opts):
        self.dialect = dialect
        self.connection = connection
        self.as_sql = as_sql
        self.output_buffer = output_buffer
        self.context_opts = context_opts
        self.literal_binds = context_opts.get("literal_binds", False)
        self.memo = {}
        if transactional_ddl is not None:
            self.transactional_ddl = transactional_ddl
        self.members = {}  # of every call: {"connection": N} if it is not the run's

    @classmethod
    def get_by_dialect(cls, dialect):
        """The implementation class for a dialect."""
        return _impls.get(dialect.name, DefaultImpl)

    @property
    def bind(self):
        """The connection."""
        return self.connection

    def call(self, name, **members):
        """Ask the limbeck program; database errors are raised as SQLAlchemy's."""
        try:
            return channel().call(name, **dict(self.members, **members))
        except EngineError as error:
            made = self.translated(error)
            raise made from made.__cause__

    def translated(self, error):
        """The exception that scripts expect for an error of the engine."""
        return self.error_of(error, self.dialect)

    @staticmethod
    def error_of(error, dialect=None):
        """The same, where no dialect may be known."""
        if error.kind not in ("database", "connect", "locked", "interrupted"):
            return of_engine(error)
        if connections.uses_real():
            from limbeck.real import translate
        else:
            from sqlalchemy.engine.dberror import translate
        if dialect is None:
            from sqlalchemy.engine.url import make_url

            dialect = make_url("%s://" % error.parts.get("dialect", "postgresql")).get_dialect()()
        return translate(error, dialect, error.statement)

    def ask(self, text):
        """The same, of a call that is JSON already."""
        try:
            return channel().call_text(text)
        except EngineError as error:
            made = self.translated(error)
            raise made from made.__cause__

    def perform(self, operation):
        """Have the engine do an operation."""
        self.make_ready()
        self.call("operation", operation=operation)

    waits = True  # for the answer to an operation; with --sql many scripts may run without

    def perform_text(self, text):
        """The same, of one that is JSON already."""
        if self.waits:
            self.make_ready()
            connection = "".join(',"%s":%d' % member for member in self.members.items())
            self.ask('{"call":"operation","operation":%s%s}' % (text, connection))
        else:
            channel().post('{"tell":"perform","operation":%s}' % text)

    def make_ready(self):
        """Outside of a run, what is done on a connection begins a transaction."""
        if self.members:
            connections.make_ready(self.connection)

    def execute(self, sql, execution_options=None):
        """Run a statement: a text, in which :name is a parameter, or an expression."""
        self._exec(sql, execution_options)

    def _exec(self, construct, execution_options=None, multiparams=(), params=None):
        options = execution_options or {}
        if isinstance(construct, str):
            if not self.is_foreign and not multiparams and not params:
                return self._exec_text(construct, options)
            from sqlalchemy import text

            construct = text(construct)
        connection = self.connection.execution_options(**options) if options else self.connection
        if multiparams or params:
            return connection.execute(construct, list(multiparams) or params)
        return connection.execute(construct)

    def _exec_text(self, sql, options):
        """A text goes as it is; `:name` is a parameter, which has no value here, and `\\:` a colon."""
        members = {"sql": sql, "style": "named" if ":" in sql or "\\" in sql else "none"}
        if members["style"] == "named":
            members["params"] = {}
        if options.get("isolation_level") == "AUTOCOMMIT":
            members["autocommit"] = True
        else:
            self.make_ready()
        self.call("execute", **members)

    is_foreign = False  # whether the connection is one that only this process can use

    def static_output(self, text):
        """Write a text among the SQL of --sql."""
        channel().tell("output", text=text + "\n\n")

    def bulk_insert(self, table, rows, multiinsert=True):
        """INSERT of rows, a list of dicts."""
        bulk_insert(self, table, rows, multiinsert)

    def start_migrations(self):
        """Called before a run."""

    def emit_begin(self):
        """BEGIN, with --sql."""
        self.static_output("BEGIN" + self.command_terminator)

    def emit_commit(self):
        """COMMIT, with --sql."""
        self.static_output("COMMIT" + self.command_terminator)
