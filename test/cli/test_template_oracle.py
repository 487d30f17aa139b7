"""New files against Alembic and Mako: `limbeck revision` and `alembic revision` in the same project write the same bytes.

Alembic runs in this process with the clock of the tests; limbeck renders the same script.py.mako without Python. Where limbeck
is better on purpose (messages that break Alembic's file) the property itself is tested.
"""

import ast
import datetime
import pathlib
import shutil
import types
import zoneinfo

import pytest

from conftest import CLOCK, ROOT

alembic = pytest.importorskip("alembic")
command = pytest.importorskip("alembic.command")
config = pytest.importorskip("alembic.config")
script = pytest.importorskip("alembic.script")

DEBIAN = pathlib.Path(alembic.__file__).parent / "templates"
OURS = ROOT / "templates"
TEMPLATES = [path for place in (DEBIAN, OURS) for path in sorted(place.glob("*/script.py.mako"))]

INI = """\
[alembic]
script_location = %(here)s/mig
path_separator = os
databases = engine1, engine2
{keys}
"""


class Pair:
    """The same project twice."""

    def __init__(self, limbeck, template, keys=""):
        self.program = limbeck
        self.dirs = {}
        for name in ("limbeck", "alembic"):
            directory = limbeck.dir / name
            (directory / "mig" / "versions").mkdir(parents=True)
            (directory / "mig" / "env.py").write_text("")
            if isinstance(template, pathlib.Path):
                shutil.copy(template, directory / "mig" / "script.py.mako")
            else:
                (directory / "mig" / "script.py.mako").write_text(template)
            (directory / "alembic.ini").write_text(INI.format(keys=keys))
            self.dirs[name] = directory

    def limbeck(self, *arguments):
        return self.program(*arguments, cwd=self.dirs["limbeck"])

    def alembic(self, function, **arguments):
        settings = config.Config(str(self.dirs["alembic"] / "alembic.ini"), stdout=open("/dev/null", "w"))
        getattr(command, function)(settings, **arguments)

    def files(self, name):
        versions = self.dirs[name] / "mig" / "versions"
        return {path.name: path.read_bytes() for path in versions.glob("*.py")}

    def compare(self):
        expected = self.files("alembic")
        assert expected
        assert self.files("limbeck") == expected


def find_zone(name):
    try:
        return zoneinfo.ZoneInfo(name)
    except zoneinfo.ZoneInfoNotFoundError:
        return None


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Alembic's clock stands where SOURCE_DATE_EPOCH puts limbeck's."""
    now = datetime.datetime.fromtimestamp(CLOCK, tz=datetime.timezone.utc)

    class Fixed(datetime.datetime):
        @classmethod
        def utcnow(cls):
            return now.replace(tzinfo=None)

        @classmethod
        def now(cls, tz=None):
            return now.astimezone(tz) if tz else now.replace(tzinfo=None)

    module = types.SimpleNamespace(datetime=Fixed, timezone=datetime.timezone)
    monkeypatch.setattr(script.base, "datetime", module)
    # Debian's Alembic asks dateutil for zones, newer ones ask zoneinfo.
    monkeypatch.setattr(script.base, "tz", types.SimpleNamespace(gettz=find_zone, tzutc=lambda: datetime.timezone.utc),
                        raising=False)
    monkeypatch.setattr("sys.dont_write_bytecode", True)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.parent.parent.name}-{path.parent.name}")
def test_shipped_templates(limbeck, template):
    """A history with everything in it: a root, a child, a branch with a label, a dependency, a merge."""
    pair = Pair(limbeck, template)
    steps = [
        (["-m", "create account"], dict(message="create account")),
        (["-m", "it's a \"quoted\" ünïcode: 日本"], dict(message="it's a \"quoted\" ünïcode: 日本")),
        ([], {}),
        (["-m", "branch", "--head", "id0", "--splice", "--branch-label", "it's"],
         dict(message="branch", head="id0", splice=True, branch_label="it's")),
        (["-m", "root", "--head", "base", "--depends-on", "id1"], dict(message="root", head="base", depends_on="id1")),
        (["-m", "two\nlines"], dict(message="two\nlines", head="id4")),
        (["-m", "many", "--depends-on", "id2", "--depends-on", "it's", "--head", "id5"],
         dict(message="many", head="id5", depends_on=["id2", "it's"])),
    ]
    for i, (ours, theirs) in enumerate(steps):
        extra = ["--head", "id4"] if theirs.get("head") == "id4" else []
        pair.limbeck("revision", "--rev-id", f"id{i}", *ours, *extra).ok()
        pair.alembic("revision", rev_id=f"id{i}", **theirs)
    if template.parent.name == "multidb" and alembic.__version__.startswith("1.8."):
        pair.compare()  # its merge gives this template no config
        return
    pair.limbeck("merge", "--rev-id", "id7", "-m", "merge both", "id2", "id3").ok()
    pair.alembic("merge", rev_id="id7", message="merge both", revisions=["id2", "id3"])
    pair.limbeck("merge", "--rev-id", "id8", "heads").ok()
    pair.alembic("merge", rev_id="id8", revisions="heads")
    pair.compare()


HEADER = "revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n"
SNIPPETS = {
    "conditions": "% if upgrades:\n# a\n% elif message == 'add users' and not imports:\n# b\n% else:\n# c\n% endif\n",
    "loops": "% for i in range(3):\nx${i} = ${loop.index} # ${loop.first} ${loop.last} ${loop.even}\n% endfor\n",
    "nested": "% for a in [1, 2]:\n% if a > 1:\n% for b in 'xy':\n# ${a}${b}\\\n% endfor\n\n% endif\n% endfor\n",
    "comments": "## gone\n  ## gone\n# kept\n<%doc>\n${nothing}\n</%doc>\n",
    "text": "<%text># ${raw} % if\n## not a comment\n</%text>",
    "continuation": "# a \\\nb \\\nc\n",
    "assignment": "<%\n    a = 'x'  # a comment\n    b, c = 1, [2]\n    b += 1\n%># ${a}${b}${c}\n",
    "imports": "<%!\nimport re\nfrom datetime import datetime\n%># ${re.split(r',\\s*', 'a, b')} ${re.sub('a', 'b', 'cat')}\n",
    "dates": "# ${create_date.strftime('%Y-%m-%d %A %j %f|%%')} ${create_date.isoformat()} ${create_date.year}\n"
             "# ${create_date.date()} ${create_date.isoformat(' ', 'minutes')} ${repr(create_date)}\n",
    "filters": "# ${message | trim} ${'<&' | h} ${'a b' | u} ${depends_on | comma,n} ${['a', 'b'] | comma,n}\n",
    "formats": "# ${'%s-%05d-%x %r %%' % (message, 42, 255, 'q')} ${'{0}{1!r}'.format(1, 'x')} ${f'{message!r}'}\n",
    "strings": "# ${message.upper()} ${message.split()[0]} ${message[:3]} ${'-'.join(x for x in 'abc' if x != 'b')}\n",
    "numbers": "# ${1 + 2 * 3} ${-7 // 2} ${-7 % 3} ${len(message)} ${sorted([2, 1])} ${(1,)} ${not 0}\n",
    "logic": "# ${1 < 2 < 3} ${'a' in message} ${None is None} ${0 or 'x'} ${nobody is UNDEFINED if 0 else 1}\n",
    "undefined": "# ${'yes' if nobody else 'no'} ${context.get('nobody', 'default')} ${context.get('message')}\n",
    "config": "# ${config.get_main_option('databases')} ${config.get_main_option('nope', 'd')} ${config.config_ini_section}\n",
    "brackets": "# ${'a}b|c'} ${[x for x in ['}', '|']]} ${('a'\n  'b')}\n",
    "carriage": "# a\r\n% if 1:\r\n# b\r\n% endif\r\n",
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_syntax(limbeck, name):
    """What Mako makes of the constructs that are understood."""
    pair = Pair(limbeck, HEADER + SNIPPETS[name])
    pair.limbeck("revision", "--rev-id", "id0", "-m", "add users").ok()
    pair.alembic("revision", rev_id="id0", message="add users")
    pair.compare()


REFUSED = {
    "name": ("${nobody}", "nobody"),
    "body": ("${upgrades}", "upgrades"),
    "function": ("${open('/etc/passwd').read()}", "open"),
    "module": ("<%! import os %>${os.getenv('HOME')}", "os.getenv"),
    "lambda": ("${(lambda: 1)()}", "lambda"),
    "tag": ("<%include file='x'/>", "<%include"),
    "loop": ("% while 1:\n% endwhile", "while"),
    "statement": ("<%\nfor x in 'a':\n    y = x\n%>", "for"),
    "filter": ("${message | mine}", "mine"),
    "method": ("${message.encode('utf-8')}", "encode"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(limbeck, name):
    """What is not understood is named with its place, and no file is there."""
    text, named = REFUSED[name]
    pair = Pair(limbeck, HEADER + text + "\n")
    outcome = pair.limbeck("revision", "-m", "x").fails()
    assert named in outcome.err
    assert "script.py.mako:" in outcome.err
    assert pair.files("limbeck") == {}


KEYS = [
    "",
    "truncate_slug_length = 10",
    "timezone = UTC",
    "timezone = utc",
    "timezone = Europe/Berlin",
    "file_template = %%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d-%%(rev)s_%%(slug)s",
    "file_template = %%(epoch)d_%%(second)03d_%%(slug)s",
    "timezone = Asia/Kolkata\nfile_template = %%(hour)d-%%(minute)+5d-%%(rev)-5s-%%(slug).4s",
]


@pytest.mark.parametrize("keys", KEYS, ids=lambda keys: keys.replace("%", "") or "none")
def test_names(limbeck, keys):
    """File names and dates under the keys that shape them."""
    pair = Pair(limbeck, OURS / "generic" / "script.py.mako", keys)
    messages = [None, "add a column!! Foo-Bar baz, a very long message indeed it is", "x", "Größe ÄNDERN", "日本語 テーブル",
                "trailing   ", "___", "a" * 60, "ΟΔΥΣΣΕΥΣ İI", "e\u0301te x²½ Ⅷ"]
    for i, message in enumerate(messages):
        pair.limbeck("revision", "--rev-id", f"i{i}", *(["-m", message] if message is not None else [])).ok()
        pair.alembic("revision", rev_id=f"i{i}", message=message)
    pair.compare()


@pytest.mark.parametrize("message", [
    'three """ quotes', 'ends with "', 'C:\\new\\table', "\\N{nothing}", "a\rb", "bell \x07", '""""""', "\\", "it's\\'",
    "one\n\ntwo paragraphs", "'''", "${not} % a <% template %>", "## comment\n% if x:",
])
@pytest.mark.parametrize("kind", ["docstring", "closed", "assignment", "comment"])
def test_message_cannot_break_the_file(limbeck, message, kind):
    """Python gets back the message that was given, wherever a template puts it."""
    templates = {
        "docstring": '"""${message}\n"""\n',
        "closed": '"""${message}"""\n',
        "assignment": "text = '${message}'\n",
        "comment": "# ${message}\ntext = ${repr(message)}\n",
    }
    pair = Pair(limbeck, templates[kind] + HEADER)
    pair.limbeck("revision", "--rev-id", "id0", "-m", message).ok()
    (text,) = pair.files("limbeck").values()
    tree = ast.parse(text)
    value = tree.body[0].value.value
    assert value == (message + "\n" if kind == "docstring" else message)


@pytest.mark.parametrize("template", ["generic", "multidb"])
def test_alembic_runs_what_init_laid_down(limbeck, template):
    """The env.py and the ini file are Alembic's to use as well."""
    limbeck("init", "-t", template, "mig").ok()
    limbeck("revision", "-m", "first").ok()
    ini = limbeck.dir / "alembic.ini"
    lines = ini.read_text().splitlines()
    count = 0
    for i, line in enumerate(lines):
        if line.startswith("sqlalchemy.url"):
            lines[i] = f"sqlalchemy.url = sqlite:///{limbeck.dir}/{count}.db"
            count += 1
    ini.write_text("\n".join(lines) + "\n")
    done = limbeck("upgrade", "head", program="alembic").ok()
    assert len(done.running) == count
    assert [kind for kind, _, _ in limbeck("downgrade", "base", program="alembic").ok().running] == ["downgrade"] * count


@pytest.mark.parametrize("template", ["generic", "async", "multidb", "pyproject", "pyproject_async"])
def test_laid_down_python_compiles(limbeck, template):
    limbeck("init", "-t", template, "mig").ok()
    source = (limbeck.dir / "mig" / "env.py").read_text()
    compile(source, "env.py", "exec")
    assert "context.run_migrations" in source


def test_formats_follow_each_other(limbeck):
    """SQL and Python revisions in one graph."""
    pair = Pair(limbeck, OURS / "generic" / "script.py.mako")
    pair.limbeck("revision", "--rev-id", "a1", "-m", "sql", "--format", "sql").ok()
    pair.limbeck("revision", "--rev-id", "a2", "-m", "still sql").ok()
    pair.limbeck("revision", "--rev-id", "a3", "-m", "py", "--format", "py").ok()
    versions = pair.dirs["limbeck"] / "mig" / "versions"
    assert sorted(path.name for path in versions.iterdir()) == ["a1_sql.sql", "a2_still_sql.sql", "a3_py.py"]
    assert pair.limbeck("heads").ok().out == "a3 (head)\n"
