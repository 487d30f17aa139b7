"""sqlalchemy.types: all types that are no database's own."""

from limbeck.missing import raise_for

from .sql.sqltypes import *  # noqa: F401,F403
from .sql.sqltypes import _AbstractInterval, _Binary, _resolve_value_to_type  # noqa: F401
from .sql.type_api import ExternalType, TypeDecorator, TypeEngine, UserDefinedType, Variant  # noqa: F401
from .sql.type_api import adapt_type, to_instance  # noqa: F401

__getattr__ = raise_for(__name__)
