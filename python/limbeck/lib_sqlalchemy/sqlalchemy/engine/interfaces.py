"""Names of abstract kinds, for isinstance() and annotations."""

from limbeck.missing import raise_for

from .base import Connection
from .create import Engine
from .default import DefaultDialect as Dialect
from .default import TypeCompiler
from .execution import Context as ExecutionContext

__getattr__ = raise_for(__name__)

ReflectedColumn = ReflectedIndex = ReflectedPrimaryKeyConstraint = ReflectedForeignKeyConstraint = dict
ReflectedUniqueConstraint = ReflectedCheckConstraint = ReflectedTableComment = dict


class Connectable:
    """Kept for annotations: an Engine or a Connection."""


class ExceptionContext:
    """What a `handle_error` listener is given, for annotations."""


class AdaptedConnection:
    """Kept for annotations."""


DBAPIConnection = DBAPICursor = AdaptedConnection


class Compiled:
    """Kept for annotations: the SQL of an expression."""


_CoreAnyExecuteParams = _CoreSingleExecuteParams = _CoreMultiExecuteParams = dict
IsolationLevel = str

__all__ = ["AdaptedConnection", "Compiled", "Connectable", "Connection", "Dialect", "Engine", "ExceptionContext",
           "ExecutionContext", "TypeCompiler"]
