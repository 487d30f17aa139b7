"""host.py from the engine's side: loads revisions, runs steps, says what went wrong, and survives what scripts do."""

import os
import re
import textwrap

import pytest
from fake_engine import Failed, FakeEngine

HEADER = 'revision = "a1"\ndown_revision = None\n'


@pytest.fixture
def project(tmp_path):
    (tmp_path / "versions").mkdir()
    return tmp_path


def revision(project, body, name="a1_first.py", header=HEADER):
    path = project / "versions" / name
    path.write_text(header + textwrap.dedent(body))
    return {"revision": name.partition("_")[0], "path": str(path)}


def step(engine, name="a1", direction="upgrade", **members):
    return engine.call(
        "step", revision=name, direction=direction, connection=3, dialect="postgresql", offline=False, **members
    )


def run(project, body, **kw):
    """Load one revision and run its upgrade(); the engine."""
    engine = FakeEngine(project, **kw)
    engine.call("load", revisions=[revision(project, body)])
    step(engine)
    return engine


def failure(project, body):
    with FakeEngine(project) as engine:
        engine.call("load", revisions=[revision(project, body)])
        with pytest.raises(Failed) as caught:
            step(engine)
        return caught.value.error


def test_load_says_what_each_revision_has(project):
    both = revision(project, "def upgrade(): pass\ndef downgrade(): pass\n")
    none = revision(project, "x = 1\n", "b2_second.py")
    with FakeEngine(project) as engine:
        assert engine.call("load", revisions=[both, none]) == {
            "revisions": [{"upgrade": True, "downgrade": True}, {"upgrade": False, "downgrade": False}]
        }


def test_a_revision_is_executed_once_and_compiled_once(project):
    one = revision(project, "print('executed', __name__)\ndef upgrade(): print('up')\ndef downgrade(): print('down')\n")
    with FakeEngine(project) as engine:
        engine.call("load", revisions=[one])
        step(engine)
        step(engine, direction="downgrade")
        status, out, err = engine.close()
    assert (status, out, err) == (0, "executed a1_first_py\nup\ndown\n", "")
    assert os.listdir(str(project / "versions" / "__pycache__"))


def test_operations_go_to_the_engine_on_the_steps_connection(project):
    body = """
    from alembic import op
    def upgrade():
        op.rename_table("a", "b")
        op.execute("select 1")
    def downgrade(): pass
    """
    with run(project, body) as engine:
        assert engine.calls() == [
            {"call": "operation", "connection": 3, "operation": {"op": "rename_table", "name": "a", "new_name": "b"}},
            {"call": "execute", "connection": 3, "sql": "select 1", "style": "none"},
        ]


def test_an_exception_is_told_with_its_place_and_traceback_without_the_hosts_frames(project):
    error = failure(project, "def upgrade():\n    broken()\ndef broken():\n    raise ValueError('no such thing')\n")
    path = str(project / "versions" / "a1_first.py")
    assert (error["kind"], error["type"], error["message"]) == ("exception", "ValueError", "no such thing")
    assert (error["file"], error["line"]) == (path, 6)
    assert error["traceback"].startswith('Traceback (most recent call last):\n  File "%s", line 4, in upgrade' % path)
    assert error["traceback"].endswith("ValueError: no such thing\n")
    assert "limbeck" not in error["traceback"]


@pytest.mark.parametrize(
    "body, kind, message",
    [
        ("def upgrade(): import sys; sys.exit(3)", "exit", "the script called exit(3)"),
        ("def upgrade(): raise SystemExit", "exit", "the script called exit("),
        ("def upgrade(): exit()", "exit", "the script called exit("),
        ("def upgrade():\n    from alembic.util import CommandError\n    raise CommandError('not here')", "command",
         "not here"),
        ("def upgrade(): raise KeyboardInterrupt", "exception", ""),
        ("def upgrade(): upgrade()", "exception", "maximum recursion depth exceeded"),
        ("def upgrade(): {}['x']", "exception", "'x'"),
        ("def upgrade():\n    from alembic import op\n    op.no_such_operation()", "unsupported",
         "module 'alembic.op' has no attribute 'no_such_operation': limbeck's modules lack it"),
    ],
)
def test_what_scripts_let_through(project, body, kind, message):
    with FakeEngine(project) as engine:
        one = revision(project, body)
        if kind == "unsupported":  # known before anything runs only where the name is used on a module of the file
            one = revision(project, body)
        engine.call("load", revisions=[one])
        with pytest.raises(Failed) as caught:
            step(engine)
    assert caught.value.error["kind"] == kind
    assert caught.value.error["message"].startswith(message)


def test_exit_carries_its_status(project):
    assert failure(project, "def upgrade(): import sys; sys.exit(7)")["status"] == 7
    assert failure(project, "def upgrade(): import sys; sys.exit()")["status"] == 0


def test_the_host_goes_on_after_a_failure(project):
    one = revision(project, "n = []\ndef upgrade():\n    n.append(1)\n    assert len(n) > 1, 'once more'\n")
    with FakeEngine(project) as engine:
        engine.call("load", revisions=[one])
        with pytest.raises(Failed, match="once more"):
            step(engine)
        assert step(engine) == {}


def test_a_syntax_error_names_file_and_line(project):
    one = revision(project, "def upgrade(:\n")
    with FakeEngine(project) as engine:
        with pytest.raises(Failed) as caught:
            engine.call("load", revisions=[one])
    error = caught.value.error
    assert (error["type"], error["file"], error["line"]) == ("SyntaxError", one["path"], 3)


def test_names_that_are_lacking_are_found_before_anything_runs(project):
    first = revision(
        project,
        """
        from alembic import op
        def upgrade():
            op.rename_table("op.never_mind", "b")  # op.nor_this
            op.no_such_thing()
        """,
    )
    with FakeEngine(project) as engine:
        with pytest.raises(Failed) as caught:
            engine.call("load", revisions=[first])
        assert engine.calls() == []
    error = caught.value.error
    assert error["kind"] in ("unsupported", "restart")
    assert "alembic.op.no_such_thing" in error["message"]
    if error["kind"] == "unsupported":
        assert (error["file"], error["line"]) == (first["path"], 6)


@pytest.mark.parametrize(
    "body",
    [
        "import alembic.op as op\ndef upgrade():\n    if hasattr(op, 'nothing'):\n        op.nothing()",
        "import alembic.op as op\ndef upgrade():\n    try:\n        op.nothing()\n"
        "    except AttributeError:\n        pass",
        "import alembic.op as op\ndef upgrade(op=None):\n    print(op) if 1 else op.nothing()",
        "import alembic.op as op\nTEXT = '''op.nothing'''\ndef upgrade(): pass",
    ],
)
def test_names_that_are_guarded_or_not_meant_do_not_matter(project, body):
    with FakeEngine(project) as engine:
        engine.call("load", revisions=[revision(project, body)])
        step(engine)


def test_an_engines_error_goes_back_in_its_own_words(project):
    told = {"error": {"kind": "database", "message": "relation \"a\" does not exist", "sqlstate": "42P01",
                      "statement": "ALTER TABLE a"}}
    one = revision(project, "from alembic import op\ndef upgrade():\n    op.rename_table('a', 'b')\n")
    with FakeEngine(project, answers={"operation": told}) as engine:
        engine.call("load", revisions=[one])
        with pytest.raises(Failed) as caught:
            step(engine)
    error = caught.value.error
    assert (error["kind"], error["of"], error["sqlstate"]) == ("engine", "database", "42P01")
    assert error["message"] == "relation \"a\" does not exist"
    assert (error["file"], error["line"]) == (one["path"], 5)


def test_a_script_may_catch_what_the_database_says(project):
    body = """
    import sqlalchemy
    from alembic import op
    def upgrade():
        try:
            op.drop_table("gone")
        except sqlalchemy.exc.ProgrammingError as error:
            print(type(error.orig).__name__)
    """
    told = {"error": {"kind": "database", "message": "no table", "sqlstate": "42P01"}}
    with run(project, body, answers={"operation": told}) as engine:
        assert engine.close()[1] == "UndefinedTable\n"


@pytest.mark.parametrize(
    "body",
    [
        "import os\ndef upgrade():\n    for fd in (0, 1, 2): os.close(fd)\n    print('into nothing')",
        "import sys\ndef upgrade():\n    sys.stdout.close()\n    sys.stderr.close()",
        "import sys\ndef upgrade():\n    sys.stdout = sys.stderr = None",
        "import os\ndef upgrade():\n    if os.fork() == 0:\n        return\n    os.wait()",
        "import os\ndef upgrade():\n    if os.fork() == 0:\n        raise ValueError\n    os.wait()",
        "import threading, time\ndef upgrade():\n    threading.Thread(target=time.sleep, args=(60,)).start()",
        "import subprocess\ndef upgrade():\n    subprocess.check_call(['true'])",
        "import multiprocessing\ndef f(): pass\ndef upgrade():\n"
        "    p = multiprocessing.get_context('fork').Process(target=f)\n    p.start()\n    p.join()\n"
        "    assert p.exitcode == 0",
    ],
    ids=["closes-fds", "closes-streams", "no-streams", "child-returns", "child-raises", "thread", "program",
         "multiprocessing"],
)
def test_scripts_do_odd_things_and_the_conversation_goes_on(project, body):
    with run(project, body) as engine:
        assert step(engine, direction="upgrade") == {} if "close" not in body else True
        assert engine.close()[0] == 0


def test_a_killed_host_is_the_end_of_the_conversation(project):
    one = revision(project, "import os\ndef upgrade():\n    os.kill(os.getpid(), 9)\n")
    with FakeEngine(project) as engine:
        engine.call("load", revisions=[one])
        with pytest.raises(EOFError):
            step(engine)
        assert engine.process.wait(30) == -9


def test_an_interrupt_reaches_a_busy_script_but_not_the_conversation(project):
    body = """
    import os, signal, time
    from alembic import op
    def upgrade():
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(30)
    """
    assert failure(project, body)["type"] == "KeyboardInterrupt"
    body = "from alembic import op\ndef upgrade():\n    op.execute('select 1')\n"

    def interrupt(message):
        engine.process.send_signal(2)
        return {}

    with FakeEngine(project, answers={"execute": interrupt}) as engine:
        engine.call("load", revisions=[revision(project, body)])
        assert step(engine) == {}


def test_log_records_go_to_the_scripts_logging(project):
    body = """
    import logging, sys
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    def upgrade(): pass
    """
    with FakeEngine(project) as engine:
        engine.call("load", revisions=[revision(project, body)])
        engine.tell("log", logger="alembic.runtime.migration", level=20, message="Running upgrade 100%s")
        engine.tell("log", logger="alembic.runtime.migration", level=10, message="unheard")
        step(engine)
        assert engine.close()[1] == "INFO alembic.runtime.migration Running upgrade 100%s\n"


def test_modules_of_the_host_are_not_in_the_way(project):
    """A project may have modules that are called as limbeck's own are, and a directory `alembic`."""
    for name in ("channel", "values", "engine", "session", "names", "host"):
        (project / (name + ".py")).write_text("mine = True\n")
    (project / "alembic").mkdir()
    (project / "alembic" / "__init__.py").write_text("raise Exception('not this one')\n")
    (project / "alembic.ini").write_text("[alembic]\nscript_location = alembic\nprepend_sys_path = .\n")
    body = "import channel, values, engine, session, names, host\nassert host.mine\nfrom alembic import op\n" \
           "def upgrade(): pass\n"
    with FakeEngine(project) as engine:
        config = {"file": str(project / "alembic.ini"), "section": "alembic"}
        engine.call("load", revisions=[revision(project, body)], config=config)
        step(engine)


def test_missing_modules_ask_for_a_start_with_the_projects_sqlalchemy(project):
    site = project / "site" / "sqlalchemy"
    site.mkdir(parents=True)
    (site / "__init__.py").write_text("")
    one = revision(project, "import sqlalchemy.no_such_module\ndef upgrade(): pass\n")
    with FakeEngine(project, environment={"PYTHONPATH": str(project / "site")}) as engine:
        with pytest.raises(Failed) as caught:
            engine.call("load", revisions=[one])
    assert (caught.value.error["kind"], caught.value.error["message"]) == ("restart", "sqlalchemy.no_such_module")


def test_an_unknown_call_is_refused(project):
    with FakeEngine(project) as engine:
        with pytest.raises(Failed) as caught:
            engine.call("nonsense")
    assert re.search("nonsense", caught.value.error["message"])
