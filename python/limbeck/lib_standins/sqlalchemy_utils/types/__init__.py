"""The types of sqlalchemy_utils."""

import sys

from sqlalchemy import types
from sqlalchemy.dialects import postgresql

from limbeck_standin import becomes, sql_type

__all__ = []


def _unicode(length):
    return lambda *args, **kw: types.Unicode(length)


def _length(default):
    return lambda length=default, *args, **kw: types.Unicode(kw.get("max_length", length))


def _always(made):
    return lambda *args, **kw: made()


def _uuid(binary=True, native=True):
    return types.BINARY(16) if binary else types.CHAR(32)


def _native_uuid(binary=True, native=True):
    return postgresql.UUID() if native else _uuid(binary)


def _choice(choices=(), impl=None):
    return impl or types.Unicode(255)


# name: (module, type, {dialect: type}); each is also a module of its own, as in sqlalchemy_utils.types.uuid.UUIDType
_TYPES = {
    "UUIDType": ("uuid", _uuid, {"postgresql": _native_uuid}),
    "ChoiceType": ("choice", _choice, {}),
    "JSONType": ("json", _always(types.UnicodeText), {"postgresql": _always(postgresql.JSON)}),
    "TSVectorType": ("ts_vector", _always(postgresql.TSVECTOR), {}),
    "ArrowType": ("arrow", _always(types.DateTime), {}),
    "EnrichedDateTimeType": ("enriched_datetime", _always(types.DateTime), {}),
    "EmailType": ("email", _length(255), {}),
    "IPAddressType": ("ip_address", _length(50), {}),
    "URLType": ("url", _always(types.UnicodeText), {}),
    "TimezoneType": ("timezone", _unicode(50), {}),
    "LocaleType": ("locale", _unicode(10), {}),
    "ColorType": ("color", _length(20), {}),
    "CountryType": ("country", lambda *args, **kw: types.String(2), {}),
    "CurrencyType": ("currency", lambda *args, **kw: types.String(3), {}),
    "PhoneNumberType": ("phone_number", lambda region="US", max_length=20, *a, **kw: types.Unicode(max_length), {}),
    "ScalarListType": ("scalar_list", _always(types.UnicodeText), {}),
    "PasswordType": ("password", lambda max_length=1024, **kw: types.VARBINARY(max_length or 1024),
                     {"postgresql": _always(postgresql.BYTEA)}),
    "StringEncryptedType": ("encrypted.encrypted_type", _always(types.String), {}),
    "EncryptedType": ("encrypted.encrypted_type", _always(types.LargeBinary), {}),
    "IntRangeType": ("range", _always(postgresql.INT4RANGE), {}),
    "Int8RangeType": ("range", _always(postgresql.INT8RANGE), {}),
    "NumericRangeType": ("range", _always(postgresql.NUMRANGE), {}),
    "DateRangeType": ("range", _always(postgresql.DATERANGE), {}),
    "DateTimeRangeType": ("range", _always(postgresql.TSRANGE), {}),
}


def _module(path):
    name = "%s.%s" % (__name__, path)
    if name not in sys.modules:
        parent, _, last = name.rpartition(".")
        if parent != __name__:
            _module(parent[len(__name__) + 1 :])
        made = type(sys)(name)
        made.__path__ = []
        sys.modules[name] = made
        setattr(sys.modules[parent], last, made)
    return sys.modules[name]


def _put(path, name, value):
    setattr(_module(path), name, value)
    globals()[name] = value
    __all__.append(name)


for _name, (_path, _default, _by_dialect) in _TYPES.items():
    _put(_path, _name, becomes(_name, _default, "%s.%s" % (__name__, _path), **_by_dialect))
_put("ltree", "LtreeType", sql_type("LtreeType", lambda: "LTREE", __name__ + ".ltree"))
for _name in ("AesEngine", "AesGcmEngine", "FernetEngine"):
    _put("encrypted.encrypted_type", _name, type(_name, (), {"__doc__": "A way to encrypt, by its name."}))
