"""The dialect of MySQL and MariaDB."""

from limbeck.missing import raise_for

from ...engine.default import MariaDBDialect, MySQLDialect  # noqa: F401
from . import types
from .types import *  # noqa: F401,F403

__getattr__ = raise_for(__name__)
dialect = MySQLDialect
ischema_names = {name.lower(): getattr(types, name) for name in dir(types) if name.isupper() or name[-1:].isdigit()}
ischema_names["int"] = types.INTEGER
