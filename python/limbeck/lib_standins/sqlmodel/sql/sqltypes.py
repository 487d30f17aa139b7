"""The types of sqlmodel."""

from sqlalchemy import types
from sqlalchemy.dialects import postgresql

from limbeck_standin import becomes


def _string(length=None, *args, **kw):
    return types.String(length)


AutoString = becomes(
    "AutoString", _string, __name__, mysql=lambda length=255, *a, **kw: _string(length),
    mariadb=lambda length=255, *a, **kw: _string(length),
)
GUID = becomes("GUID", lambda *args, **kw: types.CHAR(32), __name__, postgresql=lambda *a, **kw: postgresql.UUID())
