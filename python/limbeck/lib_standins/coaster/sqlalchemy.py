"""The types of coaster."""

from sqlalchemy import types
from sqlalchemy.dialects import postgresql

from limbeck_standin import becomes

JsonDict = becomes("JsonDict", lambda *a, **kw: types.Text(), __name__, postgresql=lambda *a, **kw: postgresql.JSON())
UrlType = becomes("UrlType", lambda *args, **kw: types.UnicodeText(), __name__)
