"""The errors of SQLAlchemy, by its names. What the database refused becomes a DBAPIError by its SQLSTATE (see
sqlalchemy/engine/dberror.py); its `engine_error` keeps the engine's own words, which are what a run reports."""

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)


class HasDescriptionCode:
    """Mixin of errors that carry a code of the manual."""

    code = None

    def __init__(self, *arg, **kw):
        code = kw.pop("code", None)
        if code is not None:
            self.code = code
        super().__init__(*arg, **kw)


class SQLAlchemyError(HasDescriptionCode, Exception):
    """The base of all."""

    def _message(self):
        if len(self.args) == 1:
            return str(self.args[0])
        return str(self.args) if self.args else ""

    def __str__(self):
        return self._message()


class ArgumentError(SQLAlchemyError):
    """A function was called with arguments that do not fit."""


class DuplicateColumnError(ArgumentError):
    """A column is added to a table that has one of its name."""


class ObjectNotExecutableError(ArgumentError):
    """execute() was given what is no statement."""

    def __init__(self, target):
        super().__init__("Not an executable object: %r" % (target,))
        self.target = target

    def __reduce__(self):
        return self.__class__, (self.target,)


class NoSuchModuleError(ArgumentError):
    """No dialect of that name."""


class NoForeignKeysError(ArgumentError):
    """A join of tables between which no foreign key leads."""


class AmbiguousForeignKeysError(ArgumentError):
    """A join of tables between which several foreign keys lead."""


class ConstraintColumnNotFoundError(ArgumentError):
    """A constraint names a column that its table lacks."""


class CircularDependencyError(SQLAlchemyError):
    """Things that depend on each other cannot be sorted."""

    def __init__(self, message, cycles, edges, msg=None, code=None):
        if msg is None:
            message += " (%s)" % ", ".join(repr(cycle) for cycle in cycles)
        else:
            message = msg
        super().__init__(message, code=code)
        self.cycles = cycles
        self.edges = edges


class CompileError(SQLAlchemyError):
    """An expression cannot be written as SQL."""


class UnsupportedCompilationError(CompileError):
    """A dialect has no SQL for a kind of expression."""

    def __init__(self, compiler, element_type, message=None):
        super().__init__(
            "Compiler %r can't render element of type %s%s"
            % (compiler, element_type, ": %s" % message if message else "")
        )
        self.compiler = compiler
        self.element_type = element_type
        self.message = message


class IdentifierError(SQLAlchemyError):
    """A name is longer than the database allows."""


class DisconnectionError(SQLAlchemyError):
    """A connection is gone."""


class InvalidatePoolError(DisconnectionError):
    """All connections of a pool are gone."""

    invalidate_pool = True


class TimeoutError(SQLAlchemyError):
    """A pool gave no connection in time."""


class InvalidRequestError(SQLAlchemyError):
    """Something was asked at a time or in a state in which it cannot be done."""


class IllegalStateChangeError(InvalidRequestError):
    """A session was asked for something in the middle of something else."""


class NoInspectionAvailable(InvalidRequestError):
    """inspect() was given what it cannot inspect."""


class PendingRollbackError(InvalidRequestError):
    """A transaction has failed and must be rolled back first."""


class ResourceClosedError(InvalidRequestError):
    """A connection, a transaction or a result is closed."""


class NoSuchColumnError(InvalidRequestError, KeyError):
    """A row has no such column."""


class NoResultFound(InvalidRequestError):
    """One row was wanted and there is none."""


class MultipleResultsFound(InvalidRequestError):
    """One row was wanted and there are more."""


class NoReferenceError(InvalidRequestError):
    """A foreign key leads nowhere."""

    table_name = None


class AwaitRequired(InvalidRequestError):
    """Kept for `except`; never raised."""


class MissingGreenlet(InvalidRequestError):
    """Kept for `except`; never raised."""


class NoReferencedTableError(NoReferenceError):
    """A foreign key leads to a table that is not there."""

    def __init__(self, message, tname):
        super().__init__(message)
        self.table_name = tname

    def __reduce__(self):
        return self.__class__, (self.args[0], self.table_name)


class NoReferencedColumnError(NoReferenceError):
    """A foreign key leads to a column that is not there."""

    def __init__(self, message, tname, cname):
        super().__init__(message)
        self.table_name = tname
        self.column_name = cname

    def __reduce__(self):
        return self.__class__, (self.args[0], self.table_name, self.column_name)


class NoSuchTableError(InvalidRequestError):
    """A table to reflect does not exist."""


class UnreflectableTableError(InvalidRequestError):
    """A table cannot be reflected."""


class UnboundExecutionError(InvalidRequestError):
    """Something is to be executed and nobody said where."""


class DontWrapMixin:
    """An exception of this kind, raised while a statement is prepared, is not made a StatementError."""


class StatementError(SQLAlchemyError):
    """A statement could not be executed: `statement`, `params`, and `orig`, what went wrong."""

    statement = None
    params = None
    orig = None
    ismulti = None
    connection_invalidated = False
    engine_error = None

    def __init__(self, message, statement, params, orig, hide_parameters=False, code=None, ismulti=None):
        super().__init__(message, code=code)
        self.statement = statement
        self.params = params
        self.orig = orig
        self.ismulti = ismulti
        self.hide_parameters = hide_parameters
        self.detail = []
        self.engine_error = getattr(orig, "engine_error", None)

    def add_detail(self, text):
        self.detail.append(text)

    def _message(self):
        lines = ["(%s)" % text for text in self.detail]
        lines.append(str(self.args[0]) if self.args else "")
        if self.statement:
            lines.append("[SQL: %s]" % (self.statement,))
            if self.params:
                if self.hide_parameters:
                    lines.append("[SQL parameters hidden due to hide_parameters=True]")
                else:
                    lines.append("[parameters: %s]" % _shortened(self.params))
        return "\n".join(lines)

    def __reduce__(self):
        return (
            self.__class__,
            (self.args[0], self.statement, self.params, self.orig, self.hide_parameters, None, self.ismulti),
        )


def _shortened(params):
    """The parameters for a message: of many sets the first and last, of a long value both ends."""
    if isinstance(params, (list, tuple)) and len(params) > 10 and isinstance(params[0], (dict, list, tuple)):
        shown = [_shortened(one) for one in list(params[:8]) + list(params[-2:])]
        return "[%s  ... displaying 10 of %d total bound parameter sets ...  %s]" % (
            ", ".join(shown[:8]), len(params), ", ".join(shown[8:]))
    if isinstance(params, dict):
        return "{%s}" % ", ".join("%r: %s" % (key, _shortened(value)) for key, value in params.items())
    if isinstance(params, tuple):
        return "(%s%s)" % (", ".join(map(_shortened, params)), "," if len(params) == 1 else "")
    if isinstance(params, list):
        return "[%s]" % ", ".join(map(_shortened, params))
    text = repr(params)
    if len(text) > 300:
        text = "%s ... (%d characters truncated) ... %s" % (text[:150], len(text) - 300, text[-150:])
    return text


class DBAPIError(StatementError):
    """The database refused a statement; `orig` is the error as its driver would have raised it."""

    code = "dbapi"

    def __init__(self, statement, params, orig, hide_parameters=False, connection_invalidated=False, code=None,
                 ismulti=None):
        try:
            text = str(orig)
        except Exception as failure:
            text = "Error in str() of DB-API-generated exception: %s" % failure
        kind = type(orig)
        module = "" if kind.__module__ == "builtins" else kind.__module__ + "."
        super().__init__("(%s%s) %s" % (module, kind.__name__, text), statement, params, orig, hide_parameters,
                         code=code, ismulti=ismulti)
        self.connection_invalidated = connection_invalidated

    @classmethod
    def instance(cls, statement, params, orig, dbapi_base_err=Exception, hide_parameters=False,
                 connection_invalidated=False, dialect=None, ismulti=None):
        """The error of this module that stands for a driver's error, by the name of its class."""
        if not isinstance(orig, Exception) or isinstance(orig, DontWrapMixin):
            return orig
        for base in type(orig).__mro__:
            kind = globals().get(base.__name__)
            if isinstance(kind, type) and issubclass(kind, DBAPIError):
                return kind(statement, params, orig, hide_parameters, connection_invalidated, ismulti=ismulti)
        return cls(statement, params, orig, hide_parameters, connection_invalidated, ismulti=ismulti)

    def __reduce__(self):
        return (
            self.__class__,
            (self.statement, self.params, self.orig, self.hide_parameters, self.connection_invalidated, None,
             self.ismulti),
        )


class InterfaceError(DBAPIError):
    """Of the driver itself."""

    code = "rvf5"


class DatabaseError(DBAPIError):
    """Of the database; the base of the kinds below."""

    code = "4xp6"


class DataError(DatabaseError):
    """A value does not fit."""

    code = "9h9h"


class OperationalError(DatabaseError):
    """The database cannot: connection lost, lock, disk, memory; with SQLite most of all."""

    code = "e3q8"


class IntegrityError(DatabaseError):
    """A constraint is violated."""

    code = "gkpj"


class InternalError(DatabaseError):
    """The database is in a state in which it cannot, or has a fault."""

    code = "2j85"


class ProgrammingError(DatabaseError):
    """The statement is wrong: unknown table, syntax, rights."""

    code = "f405"


class NotSupportedError(DatabaseError):
    """The database has no such feature."""

    code = "tw8g"


class SATestSuiteWarning(Warning):
    """Kept for filters."""


class SADeprecationWarning(HasDescriptionCode, DeprecationWarning):
    """Kept for filters, as the others below."""

    deprecated_since = None


class Base20DeprecationWarning(SADeprecationWarning):
    """Something changes with SQLAlchemy 2.0."""


class LegacyAPIWarning(Base20DeprecationWarning):
    """A call of older days."""


class RemovedIn20Warning(Base20DeprecationWarning):
    """Something is gone in SQLAlchemy 2.0."""


class MovedIn20Warning(RemovedIn20Warning):
    """Something has another place in SQLAlchemy 2.0."""


class SAPendingDeprecationWarning(PendingDeprecationWarning):
    """Something will be deprecated."""


class SAWarning(HasDescriptionCode, RuntimeWarning):
    """Something is odd."""
