"""The types of advanced_alchemy."""

from sqlalchemy import types
from sqlalchemy.dialects import postgresql

from limbeck_standin import becomes


def _always(made, *given, **keywords):
    return lambda *args, **kw: made(*given, **keywords)


GUID = becomes("GUID", _always(types.BINARY, 16), __name__, postgresql=_always(postgresql.UUID))
DateTimeUTC = becomes("DateTimeUTC", _always(types.DateTime, timezone=True), __name__)
BigIntIdentity = types.BigInteger().with_variant(types.Integer(), "sqlite")
JsonB = becomes("JsonB", _always(types.JSON), __name__, postgresql=_always(postgresql.JSONB))
StoredObject = becomes("StoredObject", _always(types.JSON), __name__, postgresql=_always(postgresql.JSONB))
EncryptedString = becomes("EncryptedString", _always(types.String), __name__)
EncryptedText = becomes("EncryptedText", _always(types.Text), __name__)
PasswordHash = becomes("PasswordHash", lambda backend=None, length=128: types.String(length), __name__)
