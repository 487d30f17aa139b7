"""What the engine says of a failed statement, as the driver's exception inside SQLAlchemy's.

The driver's classes are made here by their names; where the script has imported the driver itself, they are subclasses
of the driver's own, so that `isinstance(error.orig, psycopg2.errors.UniqueViolation)` holds.
"""

import sys

from .. import exc

# The classes of SQLSTATE, longest prefix first, to the DB-API's.
_PREFIXES = {
    "0A": "NotSupportedError", "08": "OperationalError", "20": "ProgrammingError", "21": "ProgrammingError",
    "22": "DataError", "23": "IntegrityError", "24": "InternalError", "25": "InternalError",
    "26": "OperationalError", "27": "OperationalError", "28": "OperationalError", "2B": "InternalError",
    "2D": "InternalError", "2F": "InternalError", "34": "OperationalError", "38": "InternalError",
    "39": "InternalError", "3B": "InternalError", "3D": "ProgrammingError", "3F": "ProgrammingError",
    "40": "OperationalError", "42": "ProgrammingError", "44": "ProgrammingError", "53": "OperationalError",
    "54": "OperationalError", "55": "OperationalError", "57": "OperationalError", "58": "OperationalError",
    "70": "OperationalError", "F0": "InternalError", "HV": "OperationalError", "P0": "InternalError",
    "XX": "InternalError",
}

# psycopg2's names of conditions.
_CONDITIONS = {
    "08006": "ConnectionFailure", "08001": "SqlclientUnableToEstablishSqlconnection", "0A000": "FeatureNotSupported",
    "21000": "CardinalityViolation", "22001": "StringDataRightTruncation", "22003": "NumericValueOutOfRange",
    "22004": "NullValueNotAllowed", "22007": "InvalidDatetimeFormat", "22008": "DatetimeFieldOverflow",
    "22012": "DivisionByZero", "2201B": "InvalidRegularExpression", "22023": "InvalidParameterValue",
    "22P02": "InvalidTextRepresentation", "22P05": "UntranslatableCharacter", "23000": "IntegrityConstraintViolation",
    "23001": "RestrictViolation", "23502": "NotNullViolation", "23503": "ForeignKeyViolation",
    "23505": "UniqueViolation", "23514": "CheckViolation", "23P01": "ExclusionViolation",
    "25001": "ActiveSqlTransaction", "25006": "ReadOnlySqlTransaction", "25P01": "NoActiveSqlTransaction",
    "25P02": "InFailedSqlTransaction", "28000": "InvalidAuthorizationSpecification", "28P01": "InvalidPassword",
    "2BP01": "DependentObjectsStillExist", "3B001": "InvalidSavepointSpecification", "3D000": "InvalidCatalogName",
    "3F000": "InvalidSchemaName", "40001": "SerializationFailure", "40P01": "DeadlockDetected",
    "42501": "InsufficientPrivilege", "42601": "SyntaxError", "42602": "InvalidName",
    "42611": "InvalidColumnDefinition",
    "42622": "NameTooLong", "42701": "DuplicateColumn", "42702": "AmbiguousColumn", "42703": "UndefinedColumn",
    "42704": "UndefinedObject", "42710": "DuplicateObject", "42712": "DuplicateAlias", "42723": "DuplicateFunction",
    "42725": "AmbiguousFunction", "42803": "GroupingError", "42804": "DatatypeMismatch", "42809": "WrongObjectType",
    "42830": "InvalidForeignKey", "42846": "CannotCoerce", "42883": "UndefinedFunction", "42939": "ReservedName",
    "42P01": "UndefinedTable", "42P02": "UndefinedParameter", "42P03": "DuplicateCursor", "42P04": "DuplicateDatabase",
    "42P06": "DuplicateSchema", "42P07": "DuplicateTable", "42P10": "InvalidColumnReference",
    "42P16": "InvalidTableDefinition", "42P17": "InvalidObjectDefinition", "42P18": "IndeterminateDatatype",
    "53100": "DiskFull", "53200": "OutOfMemory", "53300": "TooManyConnections", "54000": "ProgramLimitExceeded",
    "55000": "ObjectNotInPrerequisiteState", "55006": "ObjectInUse", "55P03": "LockNotAvailable",
    "55P04": "UnsafeNewEnumValueUsage", "57014": "QueryCanceled", "57P01": "AdminShutdown", "P0001": "RaiseException",
    "P0002": "NoDataFound", "P0003": "TooManyRows", "P0004": "AssertFailure", "XX000": "InternalError_",
}

# SQLite's result codes, without SQLITE_ and what specifies them further; all others are OperationalError.
_SQLITE = {
    "CONSTRAINT": "IntegrityError", "MISMATCH": "IntegrityError", "INTERNAL": "InternalError",
    "NOTFOUND": "InternalError", "CORRUPT": "DatabaseError", "NOTADB": "DatabaseError", "TOOBIG": "DataError",
    "MISUSE": "InterfaceError", "RANGE": "InterfaceError",
}

# MySQL's error numbers; all others are OperationalError.
_MYSQL = {
    number: name
    for name, numbers in {
        "ProgrammingError": (1007, 1064, 1102, 1103, 1110, 1111, 1112, 1113, 1146, 1149, 1179),
        "DataError": (1171, 1230, 1263, 1264, 1265, 1366, 1367, 1406, 1441),
        "IntegrityError": (1048, 1062, 1215, 1216, 1217, 1451, 1452),
        "NotSupportedError": (1196, 1235, 1286, 1289),
    }.items()
    for number in numbers
}

_DRIVERS = {
    "psycopg2": ("psycopg2", "psycopg2.errors"),
    "psycopg": ("psycopg", "psycopg.errors"),
    "pysqlite": ("sqlite3", "sqlite3"),
    "pymysql": ("pymysql.err", "pymysql.err"),
    "mysqldb": ("MySQLdb", "MySQLdb"),
    "mariadbconnector": ("mariadb", "mariadb"),
}
_DEFAULTS = {"postgresql": "psycopg2", "sqlite": "pysqlite", "mysql": "pymysql", "mariadb": "pymysql"}

_classes = {}


class Diagnostics:
    """What psycopg2 has as `error.diag`: the parts of a server's message; those that are unknown are None."""

    def __init__(self, engine_error):
        self.sqlstate = engine_error.sqlstate
        self.message_primary = engine_error.message
        self.message_detail = engine_error.detail
        self.message_hint = engine_error.hint
        self.context = engine_error.parts.get("context")

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return None


def _text(self):
    """As drivers show it: MySQL's with the number."""
    return str(self.args[0]) if len(self.args) == 1 else str(self.args)


def _driver_class(module, name, base_name, base_module):
    """A class that looks like a driver's: `module.name`, a subclass of base_module.base_name."""
    key = (module, name)
    found = _classes.get(key)
    loaded = sys.modules.get(module)
    real = getattr(loaded, name, None) if loaded else None
    if found is not None and (real is None or issubclass(found, real)):
        return found
    if real is not None:
        bases = (real,)
    elif (module, name) == (base_module, base_name):
        bases = (Exception,)
    else:
        bases = (_driver_class(base_module, base_name, base_name, base_module),)
    made = type(name, bases, {"__module__": module, "__str__": _text})
    _classes[key] = made
    return made


_IS_MYSQL = ("mysql", "mariadb")


def _number(engine_error):
    """MySQL's number of an error: the engine gives it as its detail, "error 1146"."""
    word = (engine_error.detail or "").rpartition(" ")[2]
    return int(word) if word.isdigit() else 0


def kind_of(engine_error, dialect_name):
    """The name of the DB-API class that an error of the engine belongs to."""
    state = engine_error.sqlstate or ""
    if engine_error.kind in ("connect", "locked"):
        return "OperationalError"
    if dialect_name == "sqlite":
        return _SQLITE.get(state.split("_")[1] if "_" in state else "", "OperationalError")
    if dialect_name in _IS_MYSQL:
        return _MYSQL.get(_number(engine_error), "OperationalError")
    return _PREFIXES.get(state[:2], "DatabaseError")


def driver_error(engine_error, dialect_name, driver=None):
    """The exception as the driver would have raised it."""
    driver = driver if driver in _DRIVERS else _DEFAULTS.get(dialect_name)
    base_module, module = _DRIVERS.get(driver, ("limbeck", "limbeck"))
    kind = kind_of(engine_error, dialect_name)
    name = kind
    text = engine_error.message
    if dialect_name == "postgresql":
        name = _CONDITIONS.get(engine_error.sqlstate, kind)
        for label, part in (("DETAIL", engine_error.detail), ("HINT", engine_error.hint)):
            if part:
                text += "\n%s:  %s" % (label, part)
        text += "\n"
    made = _driver_class(base_module if name == kind else module, name, kind, base_module)
    args = (text,)
    if dialect_name in _IS_MYSQL:
        args = (_number(engine_error), text)
    error = made(*args)
    error.engine_error = engine_error
    for key, value in (("pgcode", engine_error.sqlstate), ("sqlstate", engine_error.sqlstate), ("pgerror", text),
                       ("diag", Diagnostics(engine_error))):
        try:
            setattr(error, key, value)
        except (AttributeError, TypeError):
            pass  # the driver's own class does not let itself be told
    return error


def translate(engine_error, dialect, statement=None, params=None, hide_parameters=False, many=False):
    """The exception to raise for an error of the engine."""
    if engine_error.kind == "interrupted":
        stop = KeyboardInterrupt(engine_error.message)
        stop.engine_error = engine_error
        return stop
    if engine_error.kind not in ("database", "connect", "locked"):
        cause = exc.InvalidRequestError(engine_error.message)
        cause.engine_error = engine_error
        return exc.StatementError("(sqlalchemy.exc.InvalidRequestError) %s" % engine_error.message, statement, params,
                                  cause, hide_parameters)
    orig = driver_error(engine_error, dialect.name, dialect.driver)
    kind = getattr(exc, kind_of(engine_error, dialect.name))
    lost = engine_error.kind == "connect" or (engine_error.sqlstate or "")[:2] == "08"
    return kind(statement, params, orig, hide_parameters, connection_invalidated=lost and statement is not None,
                ismulti=many)
