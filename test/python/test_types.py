"""Types: what they are called, what is sent to the engine for them, how values pass through them."""

import datetime
import decimal
import enum
import os
import uuid

import pytest
import schema_oracle
import sqlalchemy as sa
from sqlalchemy import types
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.engine.default import make_dialect

pytestmark = pytest.mark.skipif(bool(os.environ.get("LIMBECK_TEST_REAL")), reason="tests limbeck's own modules")

PG, LITE, MY, MARIA = (make_dialect(name) for name in ("postgresql", "sqlite", "mysql", "mariadb"))

with open(os.path.join(schema_oracle.HERE, "type_cases.txt"), encoding="utf-8") as _file:
    EXPRESSIONS = _file.read().split("\n")[:-1]

PRELUDE = """
import enum, re
import sqlalchemy as sa
from sqlalchemy import *
from sqlalchemy.types import NullType
from sqlalchemy.dialects import mysql, postgresql, sqlite, mssql, oracle
class Color(enum.Enum):
    red = "R"
    blue = "B"
def text(type_):
    try:
        return str(type_)
    except Exception as error:
        return type(error).__name__
def values(type_):
    try:
        return type_.python_type.__name__
    except NotImplementedError:
        return None
result = %s
one = result() if isinstance(result, type) else result
also = [repr(one), "dialects" in type(one).__module__ or text(one), values(one)]
"""


@pytest.fixture(scope="module")
def both():
    """What limbeck's modules and SQLAlchemy make of each type."""
    sources = {expression: PRELUDE % expression for expression in EXPRESSIONS}
    return schema_oracle.run(sources, schema_oracle.OURS), schema_oracle.run(sources, schema_oracle.REAL)


# SQLAlchemy 1.4 has Variant, of which SQLAlchemy 2 knows no more.
_VARIANTS = {expression for expression in EXPRESSIONS if ".with_variant(" in expression}
# Its Enum shows nothing of what it was made with; here it shows what differs from the default, as SQLAlchemy 2 does.
_SHOWN_OTHERWISE = {expression for expression in EXPRESSIONS if "Enum(" in expression or "ENUM(" in expression}
# It shows none of Interval's arguments, and more than there are of NVARCHAR's.
_SHOWN_OTHERWISE |= {expression for expression in EXPRESSIONS if "Interval(" in expression or "NVARCHAR" in expression}
# as_uuid is true unless said otherwise, as in SQLAlchemy 2.
_SHOWN_OTHERWISE |= {
    expression for expression in EXPRESSIONS if "UUID" in expression or "UNIQUEIDENTIFIER" in expression
}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_as_in_sqlalchemy(both, expression):
    ours, real = (dict(answers[expression]) for answers in both)
    mine, theirs = ours.pop("also"), real.pop("also")
    assert ours == real
    if expression in _VARIANTS:
        assert mine[1] == theirs[1]
    elif expression in _SHOWN_OTHERWISE:
        assert mine[1:] == theirs[1:] or "UUID" in expression
    else:
        assert mine == theirs


@pytest.mark.parametrize(
    "type_, expected",
    [
        (types.Uuid(), "CHAR(32)"),
        (types.UUID(), "UUID"),
        (types.Double(), "DOUBLE"),
        (types.DOUBLE_PRECISION(), "DOUBLE PRECISION"),
        (types.Interval(), "DATETIME"),
        (types.ARRAY(types.String(5)), "ARRAY"),
    ],
)
def test_standard_text(type_, expected):
    assert str(type_) == expected


def test_shown():
    assert repr(types.Enum("a", "b", name="e")) == "Enum('a', 'b', name='e')"
    assert repr(postgresql.ENUM("a", name="e", create_type=False)) == "ENUM('a', name='e', create_type=False)"
    assert repr(types.Uuid(as_uuid=False)) == "Uuid(as_uuid=False)"


def test_engine_is_asked_once_per_type(monkeypatch):
    from limbeck import channel
    from sqlalchemy.sql import type_text

    asked = []

    class Engine:
        def call(self, name, **members):
            asked.append((name, members["dialect"], members["type"]))
            return {"sql": "answer %d" % len(asked)}

    monkeypatch.setattr(channel, "channel", Engine)
    monkeypatch.setattr(type_text, "_cache", {})
    first = types.String(5).compile(dialect=PG)
    assert first == types.String(5).compile(dialect=PG) == "answer 1"
    assert types.String(5).compile(dialect=MY) == "answer 2"
    assert str(postgresql.JSONB()) == "answer 3"
    assert PG.type_compiler.process(types.String(6)) == "answer 4"
    assert asked[0] == ("type", "postgresql", {"type": "String", "length": 5})
    assert asked[2] == ("type", "postgresql", {"type": "JSONB", "dialect": "postgresql"})


def test_null_type():
    assert str(types.NullType()) == "NULL"


class Mood(enum.Enum):
    happy = ":)"
    sad = ":("


class Trimmed(types.TypeDecorator):
    impl = types.String
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value and value.strip() + dialect.name[0]

    def process_result_value(self, value, dialect):
        return value and "<%s>" % value


class Pickled(types.TypeDecorator):
    impl = types.JSON

    def process_bind_param(self, value, dialect):
        return {"v": value}

    def process_result_value(self, value, dialect):
        return value["v"]


_DAY = datetime.date(2026, 1, 31)
_MOMENT = datetime.datetime(2026, 1, 31, 23, 59, 58, 7)
_ID = uuid.UUID("0123456789abcdef0123456789abcdef")


@pytest.mark.parametrize(
    "type_, dialect, value, bound",
    [
        (types.String(), PG, "x", "x"),
        (types.Boolean(), PG, 1, True),
        (types.Boolean(), LITE, True, 1),
        (types.Boolean(), MY, False, 0),
        (types.DateTime(), PG, _MOMENT, _MOMENT),
        (types.DateTime(), LITE, _MOMENT, "2026-01-31 23:59:58.000007"),
        (types.DateTime(), LITE, _DAY, "2026-01-31 00:00:00.000000"),
        (types.Date(), LITE, _DAY, "2026-01-31"),
        (types.Time(), LITE, datetime.time(1, 2, 3), "01:02:03.000000"),
        (types.Numeric(), LITE, decimal.Decimal("1.5"), 1.5),
        (types.Numeric(), PG, decimal.Decimal("1.5"), decimal.Decimal("1.5")),
        (types.Interval(), PG, datetime.timedelta(1), datetime.timedelta(1)),
        (types.Interval(), MY, datetime.timedelta(1), datetime.datetime(1970, 1, 2)),
        (types.Interval(), LITE, datetime.timedelta(1), "1970-01-02 00:00:00.000000"),
        (types.Uuid(), PG, _ID, str(_ID)),
        (types.Uuid(), LITE, _ID, _ID.hex),
        (types.Uuid(as_uuid=False), LITE, str(_ID), _ID.hex),
        (types.JSON(), LITE, {"a": [1]}, '{"a": [1]}'),
        (types.JSON(), PG, None, "null"),
        (types.JSON(none_as_null=True), PG, None, None),
        (types.JSON(none_as_null=True), PG, types.JSON.NULL, "null"),
        (types.Enum(Mood), PG, Mood.sad, "sad"),
        (types.Enum(Mood, values_callable=lambda e: [m.value for m in e]), PG, Mood.sad, ":("),
        (types.Enum("a", "b"), PG, "other", "other"),
        (types.ARRAY(types.Boolean), LITE, [True, [False]], [1, [0]]),
        (Trimmed(), MY, " x ", "xm"),
        (Pickled(), LITE, 5, '{"v": 5}'),
        (types.String().with_variant(Trimmed(), "mysql"), MY, "x ", "xm"),
        (types.String().with_variant(Trimmed(), "mysql"), PG, "x ", "x "),
        (mysql.SET("a", "b"), MY, {"a"}, "a"),
        (sqlite.DATE(storage_format="%(day)02d.%(month)02d.%(year)04d"), LITE, _DAY, "31.01.2026"),
        (types.DateTime(), LITE, None, None),
    ],
)
def test_bound_value(type_, dialect, value, bound):
    process = type_._cached_bind_processor(dialect)
    assert (process(value) if process else value) == bound


@pytest.mark.parametrize(
    "type_, dialect, value, found",
    [
        (types.Boolean(), LITE, 1, True),
        (types.Boolean(), PG, True, True),
        (types.DateTime(), LITE, "2026-01-31 23:59:58.000007", _MOMENT),
        (types.DateTime(), LITE, "2026-01-31T23:59:58.5", datetime.datetime(2026, 1, 31, 23, 59, 58, 500000)),
        (types.DateTime(), LITE, "2026-01-31", datetime.datetime(2026, 1, 31)),
        (types.Date(), LITE, "2026-01-31", _DAY),
        (types.Time(), LITE, "01:02:03.25", datetime.time(1, 2, 3, 250000)),
        (types.Numeric(10, 2), LITE, 1.5, decimal.Decimal("1.50")),
        (types.Numeric(), MY, decimal.Decimal("1.5"), decimal.Decimal("1.5")),
        (types.Numeric(asdecimal=False), PG, decimal.Decimal("1.5"), 1.5),
        (types.Float(), PG, 1.5, 1.5),
        (types.Interval(), LITE, "1970-01-02 00:00:01.000000", datetime.timedelta(1, 1)),
        (types.Interval(), PG, datetime.timedelta(2), datetime.timedelta(2)),
        (types.Uuid(), PG, _ID, _ID),
        (types.Uuid(), LITE, _ID.hex, _ID),
        (types.Uuid(as_uuid=False), LITE, _ID.hex, str(_ID)),
        (types.Uuid(as_uuid=False), PG, _ID, str(_ID)),
        (types.JSON(), LITE, '{"a": [1]}', {"a": [1]}),
        (types.JSON(), MARIA, "[1]", [1]),
        (types.JSON(), MY, [1], [1]),
        (types.JSON(), PG, "a string", "a string"),
        (types.Enum(Mood), PG, "sad", Mood.sad),
        (types.Enum("a", "b"), PG, "a", "a"),
        (types.ARRAY(types.Enum(Mood)), PG, ["sad"], [Mood.sad]),
        (types.ARRAY(types.Integer, as_tuple=True), PG, [1, [2]], (1, (2,))),
        (Trimmed(), PG, "x", "<x>"),
        (Pickled(), LITE, '{"v": 5}', 5),
        (mysql.SET("a", "b"), MY, "a,b", {"a", "b"}),
        (types.PickleType(), PG, None, None),
    ],
)
def test_found_value(type_, dialect, value, found):
    process = type_._cached_result_processor(dialect)
    result = process(value) if process else value
    assert result == found and type(result) is type(found)


def test_pickles_come_back():
    type_ = types.PickleType()
    for dialect in (PG, LITE):
        bound = type_.bind_processor(dialect)({"a": {1}})
        assert isinstance(bound, bytes) and type_.result_processor(dialect)(bound) == {"a": {1}}


@pytest.mark.parametrize(
    "type_, value, error",
    [
        (types.Boolean(), 5, ValueError),
        (types.Boolean(), "yes", TypeError),
        (types.Enum("a", validate_strings=True), "b", LookupError),
        (types.Enum(Mood), 5, LookupError),
    ],
)
def test_refused_value(type_, value, error):
    with pytest.raises(error):
        type_.bind_processor(PG)(value)


def test_unknown_label_in_the_database():
    with pytest.raises(LookupError, match="'x' is not among the defined enum values. Enum name: mood. Possible values"):
        types.Enum(Mood).result_processor(PG)("x")


@pytest.mark.parametrize(
    "type_, dialect, value, text",
    [
        (types.String(), PG, "it's", "'it''s'"),
        (types.String(), MY, "a\\b", "'a\\\\b'"),
        (types.Integer(), PG, 5, "5"),
        (types.Boolean(), PG, True, "true"),
        (types.Boolean(), LITE, True, "1"),
        (types.DateTime(), PG, _MOMENT, "'2026-01-31 23:59:58.000007'"),
        (types.Date(), LITE, _DAY, "'2026-01-31'"),
        (types.Enum(Mood), PG, Mood.happy, "'happy'"),
        (types.JSON(), PG, {"a": "it's"}, "'{\"a\": \"it''s\"}'"),
        (types.LargeBinary(), PG, b"\x00a", "'\\x0061'"),
        (types.LargeBinary(), LITE, b"\x00a", "x'0061'"),
        (types.Uuid(), PG, _ID, "'%s'" % _ID),
        (types.Uuid(), LITE, _ID, "'%s'" % _ID.hex),
        (types.Numeric(), PG, decimal.Decimal("1.50"), "1.50"),
        (types.ARRAY(types.Integer), PG, [1, [2, None]], "ARRAY[1, [2, NULL]]"),
    ],
)
def test_literal(type_, dialect, value, text):
    assert type_._cached_literal_processor(dialect)(value) == text


def test_type_of_a_value():
    expected = [
        (5, "Integer"),
        (True, "Boolean"),
        ("x", "String"),
        (1.5, "Double"),
        (_DAY, "Date"),
        (_MOMENT, "DateTime"),
        (_ID, "Uuid"),
        (decimal.Decimal(1), "Numeric"),
        (b"x", "LargeBinary"),
        (Mood.sad, "Enum"),
        ([], "NullType"),
    ]
    for value, name in expected:
        assert type(types._resolve_value_to_type(value)).__name__ == name


def test_copies_and_variants():
    text = types.String(5)
    other = text.with_variant(types.Text(), "mysql", "mariadb")
    assert other is not text and not text._variant_mapping
    assert isinstance(other.dialect_impl(MARIA), types.Text) and other.dialect_impl(PG) is other
    with pytest.raises(sa.exc.ArgumentError):
        other.with_variant(types.Text(), "mysql")
    assert types.VARCHAR(7).as_generic().length == 7 and type(types.VARCHAR(7).as_generic()) is types.String
    assert types.Enum("a", name="e").copy().enums == ["a"]
    with pytest.raises(ValueError):
        types.ARRAY(types.ARRAY(types.Integer))


def test_decorator_without_impl():
    class Nothing(types.TypeDecorator):
        pass

    with pytest.raises(AssertionError):
        Nothing()


def test_decorator_is_like_what_it_decorates():
    assert Trimmed(20).length == 20 and Trimmed()._type_affinity is types.String
    assert repr(Trimmed(20)) == "Trimmed(length=20)"
    assert Trimmed().coerce_compared_value(None, 5).__class__ is Trimmed
