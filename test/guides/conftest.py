"""Teams' written guides to their migrations, run as they stand: projects/NAME is a team's repository with the files its guide shows,
beside as much of an application as env.py imports; the tests type the guide's commands into bash there.

`alembic` on PATH is the program under test, `python` and `pytest` go through its command `python`, and the interpreter is that of
a virtual environment in which neither Alembic nor SQLAlchemy can be imported. What a guide sends elsewhere (curl, docker) is
written to the file `calls`.
"""

import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
TEMPLATE = HERE.parent.parent / "templates" / "generic" / "script.py.mako"
collect_ignore = ["projects"]  # the teams' tests are theirs to run

PYTEST = ("pytest", "_pytest", "pluggy", "iniconfig", "packaging", "attr", "attrs", "exceptiongroup", "tomli", "pygments", "py")

# Every command that a guide gives and that is not ours, or would leave the scratch directory.
ELSEWHERE = ("curl", "docker", "systemctl", "touch")

COMMANDS = {
    "python": 'exec limbeck python "$@"\n',
    "pytest": 'exec limbeck python -m pytest -p no:cacheprovider "$@"\n',
    **{name: f'echo "{name} $*" >> "$CALLS"\n[ "$BROKEN" != {name} ]\n' for name in ELSEWHERE},
}

# The whole schema, one thing per line.
POSTGRESQL = """
SELECT format('%s.%s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod)) ||
       CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT format('%s %s: %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT CASE WHEN indisvalid THEN '' ELSE 'INVALID ' END ||
       regexp_replace(pg_get_indexdef(indexrelid), '^CREATE | public\\.|public\\.', ' ', 'g')
  FROM pg_index JOIN pg_class c ON c.oid = indexrelid
 WHERE c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')
UNION ALL SELECT format('type %s (%s)', t.typname, string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder))
  FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY t.oid
UNION ALL SELECT format('trigger %s on %s', tgname, tgrelid::regclass) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT format('function %s', oid::regprocedure) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
SQLITE = """
SELECT m.name || '.' || c.name || ' ' || c.type || iif(c."notnull", ' not null', '') || coalesce(' default ' || c.dflt_value, '')
  FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'
UNION ALL SELECT m.name || ' -> ' || f."table" || '.' || f."to" || ' ' || f.on_delete
  FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
UNION ALL SELECT substr(sql, 8) FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
"""


def catalogue(database):
    """What is in @database, as a set of lines, without the version table."""
    rows = database.sql({"postgresql": POSTGRESQL, "sqlite": SQLITE}[database.kind])
    return {" ".join(line.split()) for line, in rows if not line.startswith("alembic_version")}


class Guide:
    """One team's repository in a scratch directory, with a database."""

    def __init__(self, name, program, database, driver=""):
        self.program, self.database, self.dir = program, database, program.dir
        self.files = HERE / "projects" / name
        if self.files.exists():
            shutil.copytree(self.files, self.dir, dirs_exist_ok=True, ignore=shutil.ignore_patterns("revisions", "__pycache__"))
        for env in self.dir.glob("*/env.py"):
            shutil.copy(TEMPLATE, env.parent)
        self.url = database.url.replace("://", f"{driver}://", 1)
        program.environment.update(DATABASE_URL=self.url, CALLS=str(self.dir / "calls"))
        (self.dir / "calls").write_text("")
        if database.kind == "postgresql":
            program.environment.update(PGHOST=database.cluster.dir, PGUSER="postgres", PGDATABASE=database.name)

    def write(self, path, text):
        (self.dir / path).parent.mkdir(parents=True, exist_ok=True)
        (self.dir / path).write_text(text)

    def edit(self, path, *changes):
        """Replace each (old, new) in a file."""
        text = (self.dir / path).read_text()
        for old, new in changes:
            assert old in text, f"no {old!r} in {path}:\n{text}"
            text = text.replace(old, new)
        (self.dir / path).write_text(text)

    def add(self, folder, *names):
        """Put these revisions of the guide into the versions folder @folder, each following the one before."""
        (self.dir / folder).mkdir(parents=True, exist_ok=True)
        identities = []
        for name in names:
            text = (self.files / "revisions" / f"{name}.py").read_text()
            down = repr(identities[-1] if identities else None)
            (self.dir / folder / f"{name}.py").write_text(re.sub(r"^down_revision = .*$", f"down_revision = {down}", text, flags=re.M))
            identities.append(re.search(r"^revision = '(.*)'$", text, flags=re.M).group(1))
        return identities

    def sh(self, commands, **environment):
        """Type @commands into bash; the last one's status, and everything printed."""
        return self.program("-c", "set -o pipefail\n" + commands, program="bash", env=environment)

    def catalogue(self):
        return catalogue(self.database)

    def version(self):
        return sorted(row[0] for row in self.database.sql("SELECT version_num FROM alembic_version"))

    def calls(self):
        return (self.dir / "calls").read_text().splitlines()

    def walk(self, identities, expected, one_way=(), before=None):
        """Go up one revision at a time, down again and up in one run, and see what each changes.

        @expected: for each identity the lines that come ("+ ...") and go ("- ...") in the schema; an identity that is absent only has
        to come back to where it was. @one_way: identities whose downgrade leaves all as it is.
        @before: for an identity, a function to call before its upgrade; for None, one to call at the top.
        Returns what each upgrade printed."""
        before, printed, changes, seen = before or {}, {}, {}, {}
        look = lambda identity: before.get(identity, lambda: None)()
        at = self.catalogue()
        assert at == set()
        for identity in identities:
            look(identity)
            printed[identity] = self.sh("alembic upgrade +1").ok().out
            assert self.version() == [identity]
            now = self.catalogue()
            changes[identity], at = (now - at, at - now), now
            seen[identity] = {f"+ {line}" for line in changes[identity][0]} | {f"- {line}" for line in changes[identity][1]}
        wrong = {identity: sorted(seen[identity]) for identity in expected if seen[identity] != lines(expected[identity])}
        assert not wrong, "\n".join(f"{identity}:\n    " + "\n    ".join(found) for identity, found in wrong.items())
        look(None)
        highest = at
        for identity, down in reversed(list(zip(identities, [None, *identities]))):
            self.sh("alembic downgrade -1").ok()
            assert self.version() == ([down] if down else [])
            now = self.catalogue()
            come, gone = changes[identity]
            if identity in one_way:
                assert now == at, identity
            elif down:
                assert (now - at, at - now) == (gone, come), identity
            at = now
        assert at == set()
        self.sh("alembic upgrade head").ok()
        assert self.catalogue() == highest and self.version() == identities[-1:]
        return printed


def lines(text):
    return {line.strip() for line in text.strip().splitlines() if line.strip()}


@pytest.fixture(scope="session")
def tools(tmp_path_factory):
    """The folder of commands, and the virtual environment beside it."""
    folder = tmp_path_factory.mktemp("tools")
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    packages, = venv.glob("lib/python*/site-packages")
    for name in PYTEST:
        found = importlib.util.find_spec(name)
        if found:
            source = pathlib.Path(found.origin)
            source = source.parent if source.name == "__init__.py" else source
            (packages / source.name).symlink_to(source)
    commands = folder / "bin"
    commands.mkdir()
    for name in ("limbeck", "alembic"):
        (commands / name).symlink_to(pathlib.Path(os.environ["LIMBECK_BUILD"]) / "limbeck")
    for name, text in COMMANDS.items():
        (commands / name).write_text("#!/bin/sh\n" + text)
        (commands / name).chmod(0o755)
    return folder


@pytest.fixture
def guide(limbeck, tools):
    """A factory: guide("core", database) is that team's repository; @driver is what its address says behind the dialect."""

    def make(name, database, driver=""):
        limbeck.environment.update(VIRTUAL_ENV=str(tools / "venv"), PATH=f"{tools / 'bin'}:{os.environ['PATH']}")
        return Guide(name, limbeck, database, driver)

    return make
