"""alembic.command, alembic.script: from a program that runs scripts itself; what limbeck is asked, what it answers."""

import io
import sys
import textwrap

import pytest
from fake_engine import Failed, Served

INI = "[alembic]\nscript_location = %(here)s/scripts\nsqlalchemy.url = postgresql://h/d\n"
ENV = """
from sqlalchemy import engine_from_config
from alembic import context
config = context.config
connection = config.attributes.get("connection")
if connection is None:
    connection = engine_from_config(config.get_section(config.config_ini_section)).connect()
context.configure(connection=connection)
with context.begin_transaction():
    context.run_migrations()
"""
REVISION = """
revision = "a1"
down_revision = None
import sys
from alembic import op
ran = []
def upgrade():
    ran.append(1)
    op.rename_table("a", "b")
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "scripts" / "versions").mkdir(parents=True)
    (tmp_path / "alembic.ini").write_text(INI)
    (tmp_path / "scripts" / "env.py").write_text(ENV)
    (tmp_path / "scripts" / "versions" / "a1_x.py").write_text(REVISION)
    monkeypatch.setattr(sys, "path", list(sys.path))
    return tmp_path


@pytest.fixture
def engine(monkeypatch):
    import limbeck.channel
    import limbeck.session

    made = []

    def serve(**answers):
        made.append(Served(answers))
        monkeypatch.setattr(limbeck.channel, "_channel", limbeck.channel.Channel(made[0].fd))
        monkeypatch.setattr(limbeck.session, "_session", None)
        return made[0]

    yield serve
    if limbeck.channel._channel is not None:
        limbeck.channel._channel.close()
    for one in made:
        one.thread.join(10)


def config(project, **kw):
    from alembic.config import Config

    return Config(str(project / "alembic.ini"), stdout=io.StringIO(), **kw)


def done(output="", **more):
    return dict({"status": 0, "output": output, "error": None}, **more)


COMMANDS = [
    ("upgrade(cfg, 'head')", ["upgrade", "--", "head"]),
    ("upgrade(cfg, revision='a:b', sql=True, tag='t')", ["upgrade", "--sql", "--tag=t", "--", "a:b"]),
    ("downgrade(cfg, '-1')", ["downgrade", "--", "-1"]),
    ("downgrade(cfg, 'base', sql=True)", ["downgrade", "--sql", "--", "base"]),
    ("stamp(cfg, 'head')", ["stamp", "--", "head"]),
    ("stamp(cfg, ['a', 'b'], purge=True)", ["stamp", "--purge", "--", "a", "b"]),
    ("current(cfg)", ["current"]),
    ("current(cfg, check_heads=True, verbose=True)", ["current", "--check-heads", "--verbose"]),
    ("heads(cfg, verbose=True, resolve_dependencies=True)", ["heads", "--verbose", "--resolve-dependencies"]),
    ("history(cfg)", ["history"]),
    ("history(cfg, '-3:current', verbose=True, indicate_current=True)",
     ["history", "--verbose", "--indicate-current", "--rev-range=-3:current"]),
    ("branches(cfg, verbose=True)", ["branches", "--verbose"]),
    ("show(cfg, 'head')", ["show", "--", "head"]),
    ("check(cfg)", ["check"]),
    ("edit(cfg, 'head')", ["edit", "--", "head"]),
    ("ensure_version(cfg, sql=True)", ["ensure_version", "--sql"]),
    ("list_templates(cfg)", ["list_templates"]),
    ("init(cfg, 'dir', template='async', package=True)", ["init", "--template", "async", "--package", "dir"]),
    ("revision(cfg, message='add x', rev_id='ab', depends_on=['c', 'd'])",
     ["revision", "--message=add x", "--head=head", "--rev-id=ab", "--depends-on=c", "--depends-on=d"]),
    ("revision(cfg, '-m', autogenerate=True, head='base', splice=True, branch_label='l', version_path='p')",
     ["revision", "--autogenerate", "--splice", "--message=-m", "--head=base", "--branch-label=l",
      "--version-path=p"]),
    ("merge(cfg, 'heads', message='m')", ["merge", "--message=m", "--", "heads"]),
    ("merge(cfg, ('a', 'b'), rev_id='c', splice=True)", ["merge", "--splice", "--rev-id=c", "--", "a", "b"]),
]


@pytest.mark.parametrize("call, argv", COMMANDS)
def test_what_each_command_asks(project, engine, call, argv):
    served = engine(command=done("text\n"), script={"revisions": []})
    cfg = config(project)
    from alembic import command

    eval("command." + call, {"command": command, "cfg": cfg})
    (asked,) = served.calls("command")
    assert asked == {
        "argv": argv,
        "config": {"file": str(project / "alembic.ini"), "toml": None, "section": "alembic", "options": {}},
    }
    assert cfg.stdout.getvalue() == "text\n"


def test_options_and_x_arguments_are_passed_on(project, engine):
    from types import SimpleNamespace

    served = engine(command=done())
    cfg = config(project, cmd_opts=SimpleNamespace(x=["a=b"], quiet=True))
    cfg.set_main_option("sqlalchemy.url", "sqlite:///x%%20.db")
    from alembic import command

    command.upgrade(cfg, "head")
    (asked,) = served.calls("command")
    assert asked["argv"] == ["-x", "a=b", "--quiet", "upgrade", "--", "head"]
    assert asked["config"]["options"] == {"sqlalchemy.url": "sqlite:///x%%20.db"}


def test_sql_goes_to_the_output_buffer(project, engine):
    engine(command=done("BEGIN;\n"))
    buffer = io.StringIO()
    cfg = config(project, output_buffer=buffer)
    from alembic import command

    command.upgrade(cfg, "head", sql=True)
    assert (buffer.getvalue(), cfg.stdout.getvalue()) == ("BEGIN;\n", "")


@pytest.mark.parametrize(
    "error, kind, text",
    [
        ({"kind": "unknown_revision", "message": "Can't locate revision identified by 'x'"}, "CommandError",
         "Can't locate revision identified by 'x'"),
        ({"kind": "not_at_head", "message": "Database is not on all head revisions"}, "DatabaseNotAtHead",
         "Database is not on all head revisions"),
        ({"kind": "config", "message": "no script_location"}, "CommandError", "no script_location"),
        ({"kind": "database", "message": "no such table: x", "sqlstate": "42P01"}, "ProgrammingError", "no such table"),
        ({"kind": "connect", "message": "connection refused"}, "OperationalError", "connection refused"),
    ],
)
def test_failures(project, engine, error, kind, text):
    engine(command=done(status=1, error=error))
    from alembic import command

    with pytest.raises(Exception) as caught:
        command.upgrade(config(project), "x")
    assert type(caught.value).__name__ == kind
    assert text in str(caught.value)


def upgrading(served, project):
    """Answers `command` as limbeck does: env.py, then the revision."""

    def command(message):
        try:
            served.call("env", path=str(project / "scripts" / "env.py"), directory=str(project / "scripts"),
                        command="upgrade", offline=False, destination="head", x=[], options={},
                        config=message["config"])
        except Failed as failure:
            return done(status=1, error=failure.error)
        return done()

    def run(message):
        path = str(project / "scripts" / "versions" / "a1_x.py")
        served.call("load", revisions=[{"revision": "a1", "path": path}])
        served.call("step", revision="a1", direction="upgrade", connection=7, dialect="postgresql", offline=False)
        return {}

    served.answers.update(command=command, run=run)


def test_scripts_run_in_this_process(project, engine):
    served = engine()
    upgrading(served, project)
    cfg = config(project)
    cfg.attributes["mine"] = mine = []
    (project / "scripts" / "env.py").write_text(ENV + "\nconfig.attributes['mine'].append(context.config)\n")
    from alembic import command

    command.upgrade(cfg, "head")
    assert mine == [cfg]
    assert [call["call"] for call in served.calls()] == ["command", "connect", "configure", "run", "operation"]


def test_a_connection_of_the_programs_is_used(project, engine):
    served = engine()
    upgrading(served, project)
    from alembic import command
    from sqlalchemy import create_engine

    cfg = config(project)
    with create_engine("postgresql://h/d").begin() as connection:
        cfg.attributes["connection"] = connection
        command.upgrade(cfg, "head")
    calls = [call["call"] for call in served.calls()]
    assert calls == ["connect", "begin", "command", "configure", "run", "operation", "commit"]
    assert served.calls("configure")[0]["in_transaction"] is True


@pytest.mark.parametrize(
    "body, kind",
    [
        ("raise NotImplementedError('no way back')", NotImplementedError),
        ("raise KeyError('x')", KeyError),
        ("sys.exit(4)", SystemExit),
        ("from alembic.util import CommandError; raise CommandError('no')", Exception),
    ],
)
def test_what_scripts_raise_comes_out_as_it_is(project, engine, body, kind):
    served = engine()
    upgrading(served, project)
    path = project / "scripts" / "versions" / "a1_x.py"
    path.write_text(textwrap.dedent(REVISION).replace('op.rename_table("a", "b")', body))
    from alembic import command

    with pytest.raises(kind) as caught:
        command.upgrade(config(project), "head")
    assert caught.traceback[-1].path == path


def test_a_database_error_of_a_script_is_sqlalchemys(project, engine):
    served = engine(operation={"error": {"kind": "database", "message": "gone", "sqlstate": "42P01"}})
    upgrading(served, project)
    from alembic import command
    from sqlalchemy import exc

    with pytest.raises(exc.ProgrammingError):
        command.upgrade(config(project), "head")


def test_the_command_line_as_a_function(project, engine, capsys):
    from alembic.config import main

    served = engine(command=done("a1 (head)\n"))
    main(argv=["-c", str(project / "alembic.ini"), "heads"])
    assert served.calls("command") == [{"argv": ["-c", str(project / "alembic.ini"), "heads"], "config": None}]
    assert capsys.readouterr().out == "a1 (head)\n"
    served.answers["command"] = done(status=255, error={"kind": "target", "message": "not there"})
    with pytest.raises(SystemExit) as caught:
        main(argv=["show", "x"])
    assert caught.value.code == 255
    assert capsys.readouterr().out == "FAILED: not there\n"
    from alembic.util import CommandError

    with pytest.raises(CommandError):
        main(argv=["--raiseerr", "show", "x"])


SCRIPTS = {
    "a1": {"revision": "a1", "path": "/p/a1.py", "longdoc": "first\n\nmore of it", "down": [], "next": ["b2", "c3"],
           "is_branch_point": True},
    "b2": {"revision": "b2", "path": "/p/b2.py", "longdoc": "second", "down": ["a1"], "branch_labels": ["lib"],
           "own_labels": ["lib"], "depends_on": ["c3"], "is_head": True},
    "c3": {"revision": "c3", "path": "/p/c3.py", "longdoc": "", "down": ["a1"], "is_head": True, "is_real_head": False},
}


def graph(message):
    what = message["what"]
    if what == "walk":
        return {"revisions": [SCRIPTS[name] for name in ("b2", "c3", "a1")]}
    if what == "heads":
        return {"revisions": ["b2"] if message["consider_depends_on"] else ["b2", "c3"]}
    if what == "revision":
        if message["id"] not in SCRIPTS:
            raise Failed({"kind": "unknown_revision", "message": "Can't locate revision identified by 'x'"})
        return {"revision": SCRIPTS[message["id"]]}
    if what == "revisions":
        return {"revisions": [SCRIPTS[name] for name in message["ids"]]}
    if what == "head":
        raise Failed({"kind": "multiple_heads", "message": "several", "heads": ["b2", "c3"]})
    if what == "environment":
        return {"directory": "/p", "versions": ["/p/versions"], "env_py": None}
    return {"bases": {"revisions": ["a1"]}, "resolve": {"revisions": ["a1"]}}[what]


def test_the_script_directory(project, engine):
    served = engine(script=graph)
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    scripts = ScriptDirectory.from_config(config(project))
    assert [one.revision for one in scripts.walk_revisions()] == ["b2", "c3", "a1"]
    assert (scripts.get_heads(), scripts.get_heads(consider_depends_on=True)) == (["b2", "c3"], ["b2"])
    assert (scripts.get_bases(), scripts.get_base()) == (["a1"], "a1")
    assert scripts.dir == str(project / "scripts")
    assert (scripts.versions, scripts.env_py_location) == ("/p/versions", str(project / "scripts" / "env.py"))
    assert scripts.as_revision_number("a") == "a1"
    with pytest.raises(CommandError, match="^The script directory has multiple heads"):
        scripts.get_current_head()
    with pytest.raises(CommandError, match="^Can't locate revision identified by 'x'$"):
        scripts.get_revision("x")
    assert all(call["config"]["file"] == str(project / "alembic.ini") for call in served.calls("script"))


def test_a_script(project, engine):
    engine(script=graph)
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(config(project))
    first, second, third = (scripts.get_revision(name) for name in ("a1", "b2", "c3"))
    assert (first.down_revision, first.is_base, first.is_head, first.is_branch_point) == (None, True, False, True)
    assert (first.doc, first.longdoc) == ("first", "first\n\nmore of it")
    assert first.nextrev == {"b2", "c3"}
    assert (second.down_revision, second.dependencies, second.branch_labels) == ("a1", "c3", {"lib"})
    assert str(second) == "a1 -> b2 (head), second"
    assert second.cmd_format(False, include_branches=True, include_doc=True, include_parents=True) == (
        "a1 (c3) -> b2 (lib) (head), second"
    )
    assert third.cmd_format(False) == "c3 (effective head)"
    assert second.log_entry == (
        "Rev: b2 (head)\nParent: a1\nAlso depends on: c3\nBranch names: lib\nPath: /p/b2.py\n\n    second\n"
    )


def test_the_created_revision_is_returned(project, engine):
    engine(command=done("Generating /p/b2.py ...  done\n"), script=graph)
    from alembic import command

    made = command.revision(config(project), "second")
    assert (made.revision, made.path) == ("b2", "/p/b2.py")


def test_a_missing_script_directory(project, engine):
    engine()
    cfg = config(project)
    cfg.set_main_option("script_location", "nowhere")
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    with pytest.raises(CommandError) as caught:
        ScriptDirectory.from_config(cfg)
    assert str(caught.value) == (
        "Path doesn't exist: nowhere.  Please use the 'init' command to create a new scripts folder."
    )


def test_an_environment_of_ones_own(project, engine):
    """EnvironmentContext(config, script, fn=...), as programs use it to read where a database is."""
    served = engine(script=graph)
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    cfg = config(project)
    scripts = ScriptDirectory.from_config(cfg)
    found = []

    def look(heads, context):
        found.append(heads)
        return []

    with EnvironmentContext(cfg, scripts, fn=look):
        scripts.run_env()
    assert found == [("ae10",)]
    assert served.calls("run") == []
    with EnvironmentContext(cfg, scripts, fn=lambda heads, context: scripts._upgrade_revs("head", heads)):
        scripts.run_env()
    assert served.calls("run")[0]["plan"] == [{"verb": "upgrade", "revision": "head"}]
