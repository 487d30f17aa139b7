"""Runs pieces of model code with limbeck's modules and with the installed SQLAlchemy, and describes what they make."""

import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = os.path.abspath(os.path.join(HERE, "..", "..", "python"))
OURS = [PYTHON, os.path.join(PYTHON, "limbeck", "lib_sqlalchemy")]
REAL = [PYTHON]

_DRIVER = r"""
import json, sys, warnings
warnings.simplefilter("ignore")
import sqlalchemy as sa
from limbeck import describe
from sqlalchemy.dialects import mysql, postgresql, sqlite

if not hasattr(sa, "_util"):  # limbeck's: there is no engine to ask for the text of types
    from limbeck import channel, reflect
    from sqlalchemy.sql.type_text import standard_text

    class Engine:
        def call(self, name, dialect=None, type=None, **members):
            if name != "type":
                raise channel.EngineError("no engine")
            return {"sql": standard_text(reflect.to_type(type, postgresql.dialect()))}

    channel.channel = Engine

dialects = [postgresql.dialect(), sqlite.dialect(), mysql.dialect()]

def described(thing, dialect):
    try:
        if isinstance(thing, sa.MetaData):
            return {key: described(table, dialect) for key, table in sorted(thing.tables.items())}
        if isinstance(thing, sa.Table):
            return describe.table(thing, dialect)
        if isinstance(thing, sa.types.TypeEngine) or isinstance(thing, type):
            return describe.type_of(thing, dialect)
        if isinstance(thing, sa.Column):
            return describe.column(thing, dialect)
        if isinstance(thing, sa.Index):
            return describe.index(thing, dialect)
        if isinstance(thing, sa.Sequence):
            return describe.sequence(thing, dialect)
        if isinstance(thing, sa.schema.Constraint):
            return describe.constraint(thing, dialect)
        return thing
    except Exception as error:
        return "%s: %s" % (type(error).__name__, str(error).split("\n")[0])

def same_everywhere(wire):
    "SQLAlchemy 1.4 has UUID in PostgreSQL's package, 2 among all types."
    if isinstance(wire, dict):
        if wire.get("type") == "UUID":
            wire = {key: value for key, value in wire.items() if key != "dialect"}
        return {key: same_everywhere(value) for key, value in wire.items()}
    return [same_everywhere(one) for one in wire] if isinstance(wire, list) else wire

answers = {}
kept = []  # mapped classes must not vanish while others are mapped
for name, source in json.load(sys.stdin).items():
    module = type(sys)("case")
    sys.modules["case"] = module
    kept.append(module)
    try:
        exec(compile(source, name, "exec"), module.__dict__)
        wanted = module.__dict__.get("result")
        if wanted is None:
            wanted = getattr(module.__dict__.get("Base"), "metadata", None) or module.__dict__.get("m")
        answers[name] = {one.name: described(wanted, one) for one in dialects}
        for one in module.__dict__.get("also", ()):
            answers[name].setdefault("also", []).append(one)
    except Exception as error:
        answers[name] = "%s: %s" % (type(error).__name__, str(error).split("\n")[0])
json.dump(same_everywhere(answers), sys.stdout, sort_keys=True, default=repr)
"""

PRELUDE = """
import datetime, decimal, enum, typing, uuid
import sqlalchemy as sa
from sqlalchemy import *
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.schema import *
m = sa.MetaData()
"""


def cases(name):
    """The cases of a file: {title: source}; a case starts with a line "=== title"."""
    found = {}
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        for part in file.read().split("\n=== ")[1:]:
            title, _, source = part.partition("\n")
            assert title not in found, "two cases are called %s" % title
            future = "from __future__ import annotations\n"
            found[title] = future + PRELUDE + source[len(future) :] if source.startswith(future) else PRELUDE + source
    return found


def run(sources, path):
    """What each source makes: {title: {dialect: JSON}, or the error's text}."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LIMBECK"))}
    environment["PYTHONPATH"] = os.pathsep.join(path)
    done = subprocess.run(
        [sys.executable, "-c", _DRIVER],
        input=json.dumps(sources),
        capture_output=True,
        text=True,
        env=environment,
        cwd=HERE,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
