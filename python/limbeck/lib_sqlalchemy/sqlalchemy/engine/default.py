"""Dialects as scripts see them: a name, a driver, what the server is, how names are quoted.

How SQL is written for a database is known to the engine and to the expression compiler; a dialect says which.
"""

from limbeck.missing import raise_for

from .. import exc

__getattr__ = raise_for(__name__)

# The driver that SQLAlchemy takes where the URL names none.
DRIVERS = {
    "postgresql": "psycopg2",
    "sqlite": "pysqlite",
    "mysql": "mysqldb",
    "mariadb": "mysqldb",
    "mssql": "pyodbc",
    "oracle": "cx_oracle",
}
_ASYNC = frozenset(("asyncpg", "aiosqlite", "aiomysql", "asyncmy", "psycopg_async", "aioodbc"))


class DefaultDialect:
    """A database, by the name that SQLAlchemy has for it."""

    name = "default"
    driver = ""
    paramstyle = "named"
    positional = False
    server_version_info = None
    default_schema_name = None
    max_identifier_length = 9999
    max_index_name_length = None
    max_constraint_name_length = None
    label_length = None
    dbapi = None
    case_sensitive = True
    encoding = "utf-8"
    isolation_level = None
    default_isolation_level = "READ COMMITTED"
    is_mariadb = False
    supports_alter = True
    supports_comments = False
    inline_comments = False
    supports_sequences = False
    sequences_optional = False
    supports_native_enum = False
    supports_native_boolean = False
    supports_native_decimal = True
    supports_native_uuid = False
    supports_schemas = True
    supports_sane_rowcount = True
    supports_sane_multi_rowcount = True
    supports_default_values = False
    supports_default_metavalue = False
    supports_empty_insert = True
    supports_multivalues_insert = True
    supports_identity_columns = False
    supports_statement_cache = True
    supports_views = True
    supports_server_side_cursors = True
    supports_is_distinct_from = True
    supports_constraint_comments = False
    implicit_returning = False
    insert_returning = False
    update_returning = False
    delete_returning = False
    postfetch_lastrowid = True
    non_native_boolean_check_constraint = True
    requires_name_normalize = False
    tuple_in_values = False
    reflection_options = ()
    engine_config_types = {}
    construct_arguments = ()

    def __init__(self, **options):
        self.options = options
        self.paramstyle = options.get("paramstyle") or self.paramstyle
        self.label_length = options.get("label_length")
        self._json_serializer = options.get("json_serializer")
        self._json_deserializer = options.get("json_deserializer")

    def __repr__(self):
        return "<sqlalchemy dialect %s>" % self.name

    @property
    def is_async(self):
        return self.driver in _ASYNC

    @property
    def dialect_description(self):
        return "%s+%s" % (self.name, self.driver)

    @property
    def identifier_preparer(self):
        """How names are quoted."""
        found = self.__dict__.get("_preparer")
        if found is None:
            from ..sql.preparer import IdentifierPreparer

            found = self._preparer = IdentifierPreparer(self)
        return found

    def preparer(self, dialect=None):
        return (dialect or self).identifier_preparer

    @property
    def type_compiler(self):
        return TypeCompiler(self)

    type_compiler_instance = type_compiler

    def statement_compiler(self, dialect, statement, **kw):
        """The statement's compiler; None: one without a statement, to write parts with."""
        if statement is not None:
            return statement.compile(dialect=dialect, **kw)
        from ..sql.compiler import compiler_for

        return compiler_for(dialect)

    ddl_compiler = statement_compiler

    def type_descriptor(self, typeobj):
        from ..sql.type_api import to_instance

        return to_instance(typeobj)

    def connected(self, facts):
        """Take note of what the engine says of a connection."""
        self.server_version_info = version_info(self.name, facts.get("version") or 0)
        self.default_schema_name = facts.get("schema") or self._schema_of(facts)
        if self.name == "mysql":
            self.is_mariadb = (facts.get("version") or 0) >= 100000  # MySQL is not that far yet

    def _schema_of(self, facts):
        """The schema of unqualified names where the engine does not say; an Inspector asks the database."""
        return None

    def create_connect_args(self, url):
        return [], url.translate_connect_args(username="user")

    def is_disconnect(self, error, connection, cursor):
        return getattr(getattr(error, "engine_error", None), "kind", None) == "connect"

    def get_isolation_level(self, connection):
        return self.isolation_level or self.default_isolation_level

    def normalize_name(self, name):
        return name

    denormalize_name = normalize_name

    def validate_identifier(self, name):
        if len(name) > self.max_identifier_length:
            raise exc.IdentifierError(
                "Identifier '%s' exceeds maximum length of %d characters" % (name, self.max_identifier_length)
            )

    def has_table(self, connection, table_name, schema=None, **kw):
        return _inspector(connection).has_table(table_name, schema=schema)

    def has_index(self, connection, table_name, index_name, schema=None, **kw):
        return _inspector(connection).has_index(table_name, index_name, schema=schema)

    def has_sequence(self, connection, sequence_name, schema=None, **kw):
        return _inspector(connection).has_sequence(sequence_name, schema=schema)

    def has_schema(self, connection, schema_name, **kw):
        return _inspector(connection).has_schema(schema_name)

    def has_type(self, connection, type_name, schema=None, **kw):
        """Whether the database has an enum of that name."""
        return any(one["name"] == type_name for one in _inspector(connection).get_enums(schema=schema))

    def __getattr__(self, name):
        if name.startswith("get_"):  # get_columns(connection, ...): the inspector's methods, by SQLAlchemy's custom

            def ask(connection, *args, **kw):
                kw.pop("info_cache", None)
                return getattr(_inspector(connection), name)(*args, **kw)

            return ask
        raise AttributeError("%r object has no attribute %r" % (type(self).__name__, name))


def _inspector(connection):
    from .reflection import Inspector

    return Inspector.from_engine(connection)


class TypeCompiler:
    """Types as SQL text."""

    def __init__(self, dialect):
        self.dialect = dialect

    def process(self, type_, **kw):
        return type_.compile(dialect=self.dialect)


class PGDialect(DefaultDialect):
    """PostgreSQL."""

    name = "postgresql"
    driver = "psycopg2"
    paramstyle = "pyformat"
    default_paramstyle = "pyformat"
    max_identifier_length = 63
    supports_comments = True
    supports_constraint_comments = True
    supports_sequences = True
    sequences_optional = True
    supports_native_enum = True
    supports_native_boolean = True
    supports_native_uuid = True
    supports_default_values = True
    supports_empty_insert = False
    supports_identity_columns = True
    implicit_returning = insert_returning = update_returning = delete_returning = True
    postfetch_lastrowid = False
    tuple_in_values = True
    _supports_drop_index_concurrently = True

    def _schema_of(self, facts):
        return "public"

    @property
    def ischema_names(self):
        from ..dialects.postgresql.base import ischema_names

        return ischema_names


class SQLiteDialect(DefaultDialect):
    """SQLite."""

    name = "sqlite"
    driver = "pysqlite"
    paramstyle = default_paramstyle = "qmark"
    positional = True
    default_isolation_level = "SERIALIZABLE"
    supports_alter = False
    supports_default_values = True
    supports_empty_insert = False
    tuple_in_values = True

    def _schema_of(self, facts):
        return "main"

    @property
    def ischema_names(self):
        from ..dialects.sqlite.base import ischema_names

        return ischema_names


class MySQLDialect(DefaultDialect):
    """MySQL, or MariaDB by the name of MySQL."""

    name = "mysql"
    driver = "mysqldb"
    paramstyle = default_paramstyle = "format"
    positional = True
    max_identifier_length = 255
    max_index_name_length = max_constraint_name_length = 64
    default_isolation_level = "REPEATABLE READ"
    supports_comments = inline_comments = True
    supports_native_enum = True
    supports_default_metavalue = True

    def _schema_of(self, facts):
        return facts.get("database")

    @property
    def ischema_names(self):
        from ..dialects.mysql.base import ischema_names

        return ischema_names


class MariaDBDialect(MySQLDialect):
    """MariaDB."""

    name = "mariadb"
    is_mariadb = True
    supports_sequences = True


class MSDialect(DefaultDialect):
    """SQL Server: text only."""

    name = "mssql"
    driver = "pyodbc"
    max_identifier_length = 128
    supports_native_boolean = False
    supports_identity_columns = True


class OracleDialect(DefaultDialect):
    """Oracle: text only."""

    name = "oracle"
    driver = "cx_oracle"
    max_identifier_length = 128
    supports_sequences = True
    supports_identity_columns = True
    requires_name_normalize = True


_CLASSES = {
    "postgresql": PGDialect,
    "sqlite": SQLiteDialect,
    "mysql": MySQLDialect,
    "mariadb": MariaDBDialect,
    "mssql": MSDialect,
    "oracle": OracleDialect,
    "default": DefaultDialect,
}


def dialect_class(name):
    """The class of the dialect of that name. NoSuchModuleError."""
    name = "postgresql" if name == "postgres" else name
    try:
        return _CLASSES[name]
    except KeyError:
        raise exc.NoSuchModuleError("Can't load plugin: sqlalchemy.dialects:%s" % name) from None


def make_dialect(name, driver=None, **options):
    """A dialect by its name, and the driver's that a URL names."""
    dialect = dialect_class(name)(**options)
    if driver:
        dialect.driver = driver
        if driver == "asyncpg":
            dialect.paramstyle = "numeric_dollar"
    return dialect


def version_info(name, version):
    """The server's version as the tuple that SQLAlchemy gives: 150018 -> (15, 18), 3040001 -> (3, 40, 1)."""
    if not version:
        return None
    if name == "postgresql" and version >= 100000:
        return version // 10000, version % 10000
    unit = 1000 if name == "sqlite" else 100
    return version // unit // unit, version // unit % unit, version % unit


class DefaultExecutionContext:
    """The context of an execution, for isinstance(); see sqlalchemy/engine/execution.py."""


StrCompileDialect = DefaultDialect
