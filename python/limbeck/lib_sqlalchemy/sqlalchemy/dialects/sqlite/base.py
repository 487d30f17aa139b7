"""SQLite's dialect."""

from limbeck.missing import raise_for

from ...engine.default import SQLiteDialect
from . import types
from .types import *  # noqa: F401,F403

__getattr__ = raise_for(__name__)
dialect = SQLiteDialect
ischema_names = {name: getattr(types, name) for name in dir(types) if name.isupper()}
