"""The stand-ins for other packages' types: what each is on a database, with either SQLAlchemy."""

import os
import subprocess
import sys

import pytest

PYTHON = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "python"))
REAL = bool(os.environ.get("LIMBECK_TEST_REAL"))

TYPES = [
    ("sqlalchemy_utils", "types.uuid.UUIDType()", {"type": "UUID", "dialect": "postgresql"},
     {"type": "BINARY", "length": 16}),
    ("sqlalchemy_utils", "UUIDType(binary=False, native=False)", {"type": "CHAR", "length": 32},
     {"type": "CHAR", "length": 32}),
    ("sqlalchemy_utils", "ChoiceType([('a', 'b')])", {"type": "Unicode", "length": 255},
     {"type": "Unicode", "length": 255}),
    ("sqlalchemy_utils", "types.json.JSONType()", {"type": "JSON", "dialect": "postgresql"}, {"type": "UnicodeText"}),
    ("sqlalchemy_utils", "types.encrypted.encrypted_type.StringEncryptedType()", {"type": "String"},
     {"type": "String"}),
    ("sqlalchemy_utils", "EmailType(length=100)", {"type": "Unicode", "length": 100},
     {"type": "Unicode", "length": 100}),
    ("sqlalchemy_utils", "types.ltree.LtreeType()", {"type": "SQL", "sql": "LTREE"}, {"type": "SQL", "sql": "LTREE"}),
    ("sqlmodel", "sql.sqltypes.AutoString()", {"type": "String"}, {"type": "String", "length": 255}),
    ("sqlmodel", "AutoString(length=40)", {"type": "String", "length": 40}, {"type": "String", "length": 40}),
    ("pgvector.sqlalchemy", "Vector(3)", {"type": "SQL", "sql": "VECTOR(3)"}, {"type": "SQL", "sql": "VECTOR(3)"}),
    ("geoalchemy2.types", "Geometry(geometry_type='POINT', srid=4326)",
     {"type": "SQL", "sql": "geometry(POINT,4326)"}, {"type": "SQL", "sql": "geometry(POINT,4326)"}),
    ("advanced_alchemy.types", "DateTimeUTC(timezone=True)", {"type": "DateTime", "timezone": True},
     {"type": "DateTime", "timezone": True}),
    ("fastapi_users_db_sqlalchemy.generics", "GUID()", {"type": "UUID", "dialect": "postgresql"},
     {"type": "CHAR", "length": 36}),
    ("citext", "CIText()", {"type": "SQL", "sql": "CITEXT"}, {"type": "SQL", "sql": "CITEXT"}),
    ("sqlalchemy_json", "MutableJson()", {"type": "JSON"}, {"type": "JSON"}),
    ("sqlalchemy_jsonfield", "JSONField(enforce_string=True, enforce_unicode=False)", {"type": "Text"},
     {"type": "Text"}),
    ("coaster.sqlalchemy", "JsonDict()", {"type": "JSON", "dialect": "postgresql"}, {"type": "Text"}),
]


@pytest.fixture(autouse=True)
def standins(monkeypatch):
    monkeypatch.setattr(sys, "path", sys.path + [os.path.join(PYTHON, "limbeck", "lib_standins")])


@pytest.mark.parametrize("module, made, postgresql, mysql", TYPES, ids=[made for _, made, _, _ in TYPES])
def test_type(module, made, postgresql, mysql):
    from importlib import import_module

    from limbeck.describe import type_of
    from sqlalchemy.engine.url import make_url

    value = eval("module." + made, {"module": import_module(module)})
    for name, expected in (("postgresql", postgresql), ("mysql", mysql)):
        found = dict(type_of(value, make_url(name + "://").get_dialect()()))
        if found["type"] == "UUID":  # SQLAlchemy 2.0 has it for all databases
            found["dialect"] = "postgresql"
        assert found == expected


@pytest.mark.skipif(REAL, reason="this is what the other run does")
def test_the_same_with_the_installed_sqlalchemy():
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", os.path.abspath(__file__)],
        env=dict(os.environ, LIMBECK_TEST_REAL="1"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )
    assert done.returncode == 0, done.stdout.decode()
