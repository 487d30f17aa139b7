"""The types of fastapi_users_db_sqlalchemy."""

from sqlalchemy import types
from sqlalchemy.dialects import postgresql

from limbeck_standin import becomes

GUID = becomes("GUID", lambda *a, **kw: types.CHAR(36), __name__, postgresql=lambda *a, **kw: postgresql.UUID())
TIMESTAMPAware = becomes("TIMESTAMPAware", lambda timezone=True: types.TIMESTAMP(timezone=timezone), __name__)
