"""Values on their way to the engine and back (doc/script-host.md, Values).

to_wire() takes what database drivers take: None, bool, int of any size, float, Decimal, str, bytes and its like, date,
time, datetime, timedelta, UUID, lists and tuples (arrays), dict (JSON), and members of an Enum: of a plain one its
name, of one that is a str or int besides (class Mood(str, Enum)) the value, as drivers send it. A text with a lone
surrogate has no UTF-8: it is refused when it is sent, with Python's own UnicodeEncodeError.

from_wire() gives what drivers give: JSON is parsed, bytes are bytes, infinite dates are the last or first of Python's.
A date or time that Python cannot hold stays a text.
"""

import binascii

PLAIN = frozenset((str, bool, type(None)))
_LEAST, _MOST = -(1 << 63), (1 << 63) - 1


# ---- to the engine


def to_wire(value):
    """The value as JSON carries it. TypeError for what no database takes."""
    kind = value.__class__
    if kind in PLAIN:
        return value
    try:
        writer = _writers[kind]
    except KeyError:
        writer = _writers[kind] = _find_writer(kind)
    return writer(value)


def _from_int(value):
    if _LEAST <= value <= _MOST:
        return int(value)
    try:
        return {"integer": int.__str__(value)}
    except ValueError:  # more digits than Python likes to print
        from decimal import Decimal

        return {"integer": str(Decimal(int(value)))}


def _from_float(value):
    if value - value == 0:
        return float(value)
    return {"float": float.__repr__(value)}


def _from_timedelta(value):
    return {"interval": "%d days %d.%06d seconds" % (value.days, value.seconds, value.microseconds)}


def _from_dict(value):
    import json

    return {"json": json.dumps(value)}


def _from_enum(value):
    return to_wire(value._value_) if isinstance(value, (str, int, float)) else value.name


def _from_list(value):
    return {"array": [item if item.__class__ in PLAIN else to_wire(item) for item in value]}


def _from_bytes(value):
    return {"bytes": binascii.b2a_base64(value, newline=False).decode("ascii")}


# By module and name, so that a module is not imported because a value could have come from it.
_WRITERS = {
    ("builtins", "str"): str.__str__,
    ("builtins", "int"): _from_int,
    ("builtins", "float"): _from_float,
    ("builtins", "bytes"): _from_bytes,
    ("builtins", "bytearray"): _from_bytes,
    ("builtins", "memoryview"): lambda value: _from_bytes(value.tobytes()),
    ("builtins", "list"): _from_list,
    ("builtins", "tuple"): _from_list,
    ("builtins", "dict"): _from_dict,
    ("collections.abc", "Mapping"): lambda value: _from_dict(dict(value)),
    ("decimal", "Decimal"): lambda value: {"number": str(value)},
    ("datetime", "datetime"): lambda value: {"datetime": value.isoformat(" ")},
    ("datetime", "date"): lambda value: {"date": value.isoformat()},
    ("datetime", "time"): lambda value: {"time": value.isoformat()},
    ("datetime", "timedelta"): _from_timedelta,
    ("uuid", "UUID"): lambda value: {"uuid": str(value)},
    ("enum", "Enum"): _from_enum,
}
_writers = {}


def _find_writer(kind):
    names = [(base.__module__, base.__qualname__) for base in kind.__mro__]
    if ("enum", "Enum") in names:
        return _from_enum
    for name in names:
        if name in _WRITERS:
            return _WRITERS[name]
        if name[0] == "_pydatetime" or name[0] == "_pydecimal":
            return _WRITERS[(name[0][3:], name[1])]
    raise TypeError("can't adapt type '%s'" % kind.__name__)


# ---- from the engine


def from_wire(value):
    """The Python value of what came over the wire."""
    if value.__class__ is not dict:
        return value
    for key, inner in value.items():
        if key != "of":
            return _to_array(value) if key == "array" else _READERS[key](inner)
    raise ValueError("an empty object is no value")


def rows_from_wire(rows):
    """Rows of a result, as lists of Python values."""
    return [[cell if cell.__class__ is not dict else from_wire(cell) for cell in row] for row in rows]


def _to_date(text):
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        return {"infinity": date.max, "-infinity": date.min}.get(text, text)


def _to_time(text):
    from datetime import time

    if text.startswith("24:00:00"):
        text = "00" + text[2:]
    try:
        return time.fromisoformat(text)
    except ValueError:
        try:
            return time.fromisoformat(_full_fraction(text))
        except ValueError:
            return text


def _to_datetime(text):
    from datetime import datetime

    try:
        return datetime.fromisoformat(text)
    except ValueError:
        try:
            return datetime.fromisoformat(_full_fraction(text))
        except ValueError:
            return {"infinity": datetime.max, "-infinity": datetime.min}.get(text, text)


def _full_fraction(text):
    """A fraction of six digits and a zone of four or more: all that fromisoformat() of Python 3.8 understands."""
    day, blank, clock = text.rpartition(" ")
    at = next((i for i, char in enumerate(clock) if char in "+-Z"), len(clock))
    clock, zone = clock[:at], clock[at:]
    clock, _, fraction = clock.partition(".")
    if zone == "Z":
        zone = "+00:00"
    elif len(zone) == 3:
        zone += ":00"
    return day + blank + clock + "." + fraction[:6].ljust(6, "0") + zone


_UNITS = {"year": 365, "mon": 30, "month": 30, "week": 7, "day": 1}


def _to_interval(text):
    from datetime import timedelta

    days = 0
    seconds = micros = 0
    words = text.split()
    at = 0
    try:
        while at < len(words):
            word = words[at]
            if ":" in word:
                sign = -1 if word[0] == "-" else 1
                hours, minutes, rest = (word.lstrip("+-").split(":") + ["0"])[:3]
                rest, _, fraction = rest.partition(".")
                seconds += sign * (int(hours) * 3600 + int(minutes) * 60 + int(rest))
                micros += sign * int((fraction + "000000")[:6])
                at += 1
            else:
                unit = words[at + 1].rstrip("s")
                if unit == "second":  # as to_wire() writes it
                    rest, _, fraction = word.partition(".")
                    seconds += int(rest)
                    micros += int((fraction + "000000")[:6])
                else:
                    days += int(word) * _UNITS[unit]
                at += 2
        return timedelta(days, seconds, micros)
    except (ValueError, KeyError, IndexError):
        return text
    except OverflowError:
        return timedelta.max if days > 0 else timedelta.min


def _to_number(text):
    from decimal import Decimal

    return Decimal(text)


def _to_uuid(text):
    from uuid import UUID

    return UUID(text)


def _to_json(text):
    import json

    return json.loads(text)


def _to_int(text):
    try:
        return int(text)
    except ValueError:
        return int(_to_number(text))


_READERS = {
    "integer": _to_int,
    "float": float,
    "number": _to_number,
    "bytes": binascii.a2b_base64,
    "date": _to_date,
    "time": _to_time,
    "datetime": _to_datetime,
    "interval": _to_interval,
    "uuid": _to_uuid,
    "json": _to_json,
}


def _to_array(value):
    items = value["array"]
    if items.__class__ is list:
        return [from_wire(item) for item in items]
    return parse_array(items, value.get("of"))


def _bytea(text):
    if text.startswith("\\x"):
        return bytes.fromhex(text[2:])
    return text.encode("utf-8")


_ITEMS = dict(_READERS, boolean=lambda text: text[:1] in "tT", text=str, bytes=_bytea)


def parse_array(text, of=None):
    """PostgreSQL's array literal ({1,2,NULL}, {{"a b",c}}) as lists; `of`: the kind of its items, text if None."""
    read = _ITEMS.get(of or "text", str)
    start = text.index("{")  # behind bounds: [0:1]={...}
    stack = []
    items = None
    at, end = start, len(text)
    while at < end:
        char = text[at]
        if char == "{":
            inner = []
            if items is not None:
                items.append(inner)
                stack.append(items)
            items = inner
            at += 1
        elif char == "}":
            if not stack:
                return items
            items = stack.pop()
            at += 1
        elif char == ",":
            at += 1
        elif char == '"':
            word, at = _quoted(text, at + 1)
            items.append(read(word))
        else:
            stop = at
            while text[stop] not in ",}":
                stop += 1
            word = text[at:stop].strip()
            items.append(None if word.upper() == "NULL" else read(word))
            at = stop
    raise ValueError("an array literal without an end: %s" % text)


def _quoted(text, at):
    """The quoted item that starts at `at`, and where it ends."""
    stop = text.index('"', at)
    if "\\" not in text[at:stop]:
        return text[at:stop], stop + 1
    pieces = []
    while True:
        char = text[at]
        if char == '"':
            return "".join(pieces), at + 1
        if char == "\\":
            at += 1
            char = text[at]
        pieces.append(char)
        at += 1
