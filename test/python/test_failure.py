"""limbeck.failure: what the engine is told of an exception that a script let through."""

import subprocess
import sys

import pytest
from limbeck.channel import EngineError
from limbeck.failure import describe


def raised(code, path="/project/versions/a1.py", **names):
    """The exception of code that stands in a script."""
    with pytest.raises(BaseException) as caught:
        exec(compile(code, path, "exec"), dict(names))
    return caught.value


def test_the_place_is_the_scripts():
    code = "import json\ndef upgrade():\n    json.loads('{')\n\nupgrade()\n"
    error = describe(raised(code))
    assert (error["kind"], error["type"], error["file"], error["line"]) == (
        "exception", "JSONDecodeError", "/project/versions/a1.py", 3)
    assert error["traceback"].startswith("Traceback (most recent call last):") and "JSONDecodeError" in error["traceback"]


def test_a_database_error_keeps_the_engines_words():
    from sqlalchemy.engine.default import make_dialect
    from sqlalchemy.engine.dberror import translate

    engine_error = EngineError("no such table", "database", {"sqlstate": "42P01", "hint": "H", "statement": "select 1"})
    wrapped = translate(engine_error, make_dialect("postgresql"), "select 1", None)
    error = describe(raised("raise error", error=wrapped))
    assert {key: error[key] for key in ("kind", "message", "sqlstate", "hint", "statement", "line")} == {
        "kind": "engine", "message": "no such table", "sqlstate": "42P01", "hint": "H", "statement": "select 1", "line": 1}


@pytest.mark.parametrize(
    "code, kind, members",
    [
        ("raise SystemExit(3)", "exit", {"status": 3}),
        ("import sys; sys.exit('stop')", "exit", {"status": 1}),
        ("from alembic.util import CommandError\nraise CommandError('no')", "command", {"message": "no", "line": 2}),
        ("import sqlalchemy\nsqlalchemy.no_such_name", "unsupported", {"name": "sqlalchemy.no_such_name", "line": 2}),
        ("from sqlalchemy.orm import no_such_name", "unsupported", {"name": "sqlalchemy.orm.no_such_name"}),
        ("import sqlalchemy.ext.nothing", "unsupported", {"name": "sqlalchemy.ext.nothing"}),
        ("class E(Exception):\n  limbeck_kind, limbeck_parts = 'restart', {'a': 1}\nraise E('x')", "restart", {"a": 1}),
        ("class E(Exception):\n  def __str__(self): 1/0\nraise E()", "exception", {"message": "E"}),
    ],
)
def test_kinds(code, kind, members):
    error = describe(raised(code))
    assert error["kind"] == kind and {key: error[key] for key in members} == members


def test_a_syntax_error_has_its_own_place():
    error = describe(raised("compile('x = = 2', '/project/b.py', 'exec')"))
    assert (error["file"], error["line"]) == ("/project/b.py", 1)


def test_starting_costs_few_modules():
    """What a revision file needs is imported; what is for errors, sessions and inspection is not."""
    code = (
        "import sys; sys.path[:0] = %r; before = set(sys.modules)\n"
        "from sqlalchemy import engine_from_config, pool; import sqlalchemy.engine.base\n"
        "print(' '.join(sorted(set(sys.modules) - before)))" % [p for p in sys.path if "limbeck" in p or p.endswith("python")]
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    for name in ("typing", "dataclasses", "inspect", "asyncio", "uuid", "decimal", "urllib.parse", "socket", "traceback",
                 "sqlalchemy.engine.dberror", "sqlalchemy.engine.reflection", "sqlalchemy.orm"):
        assert name not in loaded
