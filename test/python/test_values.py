"""limbeck.values: values on their way to the engine and back."""

import datetime
import decimal
import enum
import uuid

import pytest
from limbeck.values import from_wire, parse_array, rows_from_wire, to_wire

UTC = datetime.timezone.utc
WEST = datetime.timezone(datetime.timedelta(hours=-3, minutes=-30))


def name_of(value):
    """What a case is called: the same in every process that runs a part of the tests."""
    return repr(value).partition(" at 0x")[0]



class Plain(enum.Enum):
    ADMIN = 1


class Text(str, enum.Enum):
    ADMIN = "admin"


class Number(enum.IntEnum):
    ADMIN = 7


BOTH_WAYS = [
    (None, None),
    (True, True),
    (0, 0),
    (2**63 - 1, 2**63 - 1),
    (-(2**63), -(2**63)),
    (2**63, {"integer": "9223372036854775808"}),
    (-(2**63) - 1, {"integer": "-9223372036854775809"}),
    (1.5, 1.5),
    (1e300, 1e300),
    (float("inf"), {"float": "inf"}),
    (float("-inf"), {"float": "-inf"}),
    (decimal.Decimal("1.50"), {"number": "1.50"}),
    (decimal.Decimal("1E+5"), {"number": "1E+5"}),
    ("", ""),
    ("ä\0\u2028\U0001f600'\\", "ä\0\u2028\U0001f600'\\"),
    (b"", {"bytes": ""}),
    (b"\0\xff", {"bytes": "AP8="}),
    (datetime.date(2026, 1, 31), {"date": "2026-01-31"}),
    (datetime.date(1, 1, 1), {"date": "0001-01-01"}),
    (datetime.time(23, 59, 59, 1), {"time": "23:59:59.000001"}),
    (datetime.time(23, 59, tzinfo=UTC), {"time": "23:59:00+00:00"}),
    (datetime.datetime(2026, 1, 31, 23, 59, 59), {"datetime": "2026-01-31 23:59:59"}),
    (datetime.datetime(2026, 1, 31, 1, 2, 3, 4, WEST), {"datetime": "2026-01-31 01:02:03.000004-03:30"}),
    (datetime.timedelta(1, 7384, 500000), {"interval": "1 days 7384.500000 seconds"}),
    (datetime.timedelta(-1, 3, 5), {"interval": "-1 days 3.000005 seconds"}),
    (uuid.UUID(int=5), {"uuid": "00000000-0000-0000-0000-000000000005"}),
    ([], {"array": []}),
    ([1, [None, "x"], [2**64]], {"array": [1, {"array": [None, "x"]}, {"array": [{"integer": "18446744073709551616"}]}]}),
    ({"a": [1, None], "ü": {}}, {"json": '{"a": [1, null], "\\u00fc": {}}'}),
]


@pytest.mark.parametrize("value, wire", BOTH_WAYS, ids=name_of)
def test_both_ways(value, wire):
    assert to_wire(value) == wire and type(to_wire(value)) is type(wire)
    back = from_wire(wire)
    assert back == value and type(back) is type(value)


@pytest.mark.parametrize(
    "value, wire",
    [
        ((1, "a"), {"array": [1, "a"]}),
        (bytearray(b"x"), {"bytes": "eA=="}),
        (memoryview(b"x"), {"bytes": "eA=="}),
        (Plain.ADMIN, "ADMIN"),
        (Text.ADMIN, "admin"),
        (Number.ADMIN, 7),
        (type("Markup", (str,), {"__str__": lambda self: "no"})("yes"), "yes"),
        (type("Row", (dict,), {})({"a": 1}), {"json": '{"a": 1}'}),
        ([Plain.ADMIN], {"array": ["ADMIN"]}),
    ],
    ids=name_of,
)
def test_to_the_engine_only(value, wire):
    assert to_wire(value) == wire


def test_nan():
    assert to_wire(float("nan")) == {"float": "nan"}
    back = from_wire({"float": "nan"})
    assert back != back


def test_an_integer_of_more_digits_than_python_prints():
    big = 10**6000 + 7
    assert from_wire(to_wire(big)) == big


@pytest.mark.parametrize("value", [object(), {1, 2}, range(3), lambda: 1], ids=name_of)
def test_what_no_database_takes(value):
    with pytest.raises(TypeError, match="can't adapt type"):
        to_wire(value)


@pytest.mark.parametrize(
    "text, of, value",
    [
        ("{}", "integer", []),
        ("{1,2,NULL}", "integer", [1, 2, None]),
        ("{{1,2},{3,4}}", "integer", [[1, 2], [3, 4]]),
        ("[0:1]={5,6}", "integer", [5, 6]),
        ('{a,"b,c","d\\"e\\\\f",NULL,"NULL",""," x "}', "text", ["a", "b,c", 'd"e\\f', None, "NULL", "", " x "]),
        ('{{a,"{b}"},{"}",d}}', None, [["a", "{b}"], ["}", "d"]]),
        ("{t,f}", "boolean", [True, False]),
        ("{1.50,NaN}", "number", [decimal.Decimal("1.50"), decimal.Decimal("NaN")]),
        ('{"2026-01-01 00:00:00+02"}', "datetime",
         [datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))]),
        ('{"\\\\x00ff"}', "bytes", [b"\0\xff"]),
        ('{"{\\"a\\": 1}"}', "json", [{"a": 1}]),
        ("{00000000-0000-0000-0000-000000000005}", "uuid", [uuid.UUID(int=5)]),
    ],
)
def test_array_literals(text, of, value):
    found = parse_array(text, of)
    assert repr(found) == repr(value)
    assert repr(from_wire({"array": text, "of": of})) == repr(value)


@pytest.mark.parametrize("text", ["{1,2", '{"a', "{{1}"])
def test_an_array_literal_without_end(text):
    with pytest.raises((ValueError, IndexError)):
        parse_array(text, "text")


@pytest.mark.parametrize(
    "kind, text, value",
    [
        ("interval", "1 day 02:03:04.5", datetime.timedelta(1, 7384, 500000)),
        ("interval", "-00:00:01", datetime.timedelta(seconds=-1)),
        ("interval", "1 mon", datetime.timedelta(30)),
        ("interval", "1 year 2 mons -3 days +04:05:06.000007", datetime.timedelta(365 + 60 - 3, 14706, 7)),
        ("interval", "300000000 years", datetime.timedelta.max),
        ("interval", "P1D", "P1D"),
        ("datetime", "2026-01-31 23:59:59.5+02:00",
         datetime.datetime(2026, 1, 31, 23, 59, 59, 500000, datetime.timezone(datetime.timedelta(hours=2)))),
        ("datetime", "infinity", datetime.datetime.max),
        ("datetime", "12026-01-31 00:00:00", "12026-01-31 00:00:00"),
        ("datetime", "0044-03-15 00:00:00 BC", "0044-03-15 00:00:00 BC"),
        ("date", "-infinity", datetime.date.min),
        ("time", "24:00:00", datetime.time(0)),
        ("time", "23:59:59.5+02", datetime.time(23, 59, 59, 500000, datetime.timezone(datetime.timedelta(hours=2)))),
        ("json", "null", None),
        ("number", "NaN", None),
    ],
)
def test_what_databases_give(kind, text, value):
    found = from_wire({kind: text})
    assert found == value or (text == "NaN" and found.is_nan())


def test_rows():
    assert rows_from_wire([[1, {"date": "2026-01-31"}], [None, "x"]]) == [[1, datetime.date(2026, 1, 31)], [None, "x"]]
