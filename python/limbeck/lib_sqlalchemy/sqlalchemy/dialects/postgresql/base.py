"""PostgreSQL's dialect."""

from limbeck.missing import raise_for

from ...engine.default import PGDialect
from . import types
from .types import *  # noqa: F401,F403

__getattr__ = raise_for(__name__)
dialect = PGDialect

ischema_names = {
    name.lower().replace("_", " "): getattr(types, name)
    for name in dir(types)
    if name.isupper() and name not in ("ENUM", "DOMAIN", "ARRAY")
}
ischema_names.update(
    {
        '"char"': types.CHAR,
        "character": types.CHAR,
        "character varying": types.VARCHAR,
        "timestamp with time zone": types.TIMESTAMP,
        "timestamp without time zone": types.TIMESTAMP,
        "time with time zone": types.TIME,
        "time without time zone": types.TIME,
        "bit varying": types.BIT,
        "name": types.TEXT,
    }
)
