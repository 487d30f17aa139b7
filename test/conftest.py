"""Fixtures shared by the command-line tests and the live tests.

LIMBECK names the program under test, default build/limbeck. Every test runs it in a scratch directory, with a fixed clock, no
colour, and none of the variables that would point it at a database.
"""

import dataclasses
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import textwrap

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "test"))

from cluster import Cluster  # noqa: E402  (found by the line above)

PROGRAM = pathlib.Path(os.environ.get("LIMBECK", ROOT / "build" / "limbeck")).resolve()
os.environ.setdefault("LIMBECK_BUILD", str(PROGRAM.parent))  # for tests that run a test program of the build
CLOCK = 1795255200  # 2026-11-21 10:00:00 UTC
SANITIZED = "asan" in PROGRAM.parent.name
PATIENCE = 240 if SANITIZED else 120  # seconds a run may take before the test gives up


def clean_environment(scratch):
    """What the program sees of our environment: nothing that a developer's shell might have set for it."""
    kept = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LANG", "TMPDIR", "LLVM_PROFILE_FILE")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment.update(HOME=str(scratch), LC_ALL="C.UTF-8", TZ="UTC", NO_COLOR="1", TERM="dumb",
                       SOURCE_DATE_EPOCH=str(CLOCK), PYTHONDONTWRITEBYTECODE="1")
    return environment


@dataclasses.dataclass
class Outcome:
    """What became of one run."""

    status: int
    out: str
    err: str

    def ok(self):
        assert self.status == 0, f"exit status {self.status}\nstdout:\n{self.out}\nstderr:\n{self.err}"
        return self

    def fails(self, status=None):
        assert self.status != 0, f"it succeeded\nstdout:\n{self.out}\nstderr:\n{self.err}"
        assert self.status > 0, f"killed by signal {-self.status}\nstderr:\n{self.err}"
        assert status is None or self.status == status, f"exit status {self.status}\nstderr:\n{self.err}"
        return self

    @property
    def running(self):
        """The steps that the log names, in order: ("upgrade", "a, b", "c")."""
        return re.findall(r"Running (\w+) (.*?) -> ([^\n]*?)(?:, [^\n]*)?$", self.err, flags=re.M)


class Program:
    """The program under test in one scratch directory."""

    def __init__(self, directory):
        self.dir = pathlib.Path(directory)
        self.environment = clean_environment(directory)

    def start(self, *arguments, cwd=None, env=None, program=PROGRAM, **more):
        """Start it and return the Popen; the caller waits."""
        before = more.pop("preexec_fn", None)

        def in_child():
            # a suite started in the background has SIGINT ignored, and so would the program
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            if before:
                before()

        return subprocess.Popen([str(program), *map(str, arguments)], cwd=cwd or self.dir, text=True, preexec_fn=in_child,
                                env={**self.environment, **(env or {})}, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)

    def finish(self, process):
        try:
            out, err = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            pytest.fail(f"no end after {PATIENCE} s\nstdout:\n{out}\nstderr:\n{err}")
        sanitizer = re.search(r"(ERROR: \w+Sanitizer|runtime error:).*", err, flags=re.S)
        assert not sanitizer, sanitizer.group(0)
        return Outcome(process.returncode, out, err)

    def __call__(self, *arguments, **more):
        return self.finish(self.start(*arguments, **more))


INI = """\
[alembic]
script_location = %(here)s/migrations
{url}{alembic}
[limbeck]
{limbeck}
[loggers]
keys = root,alembic

[handlers]
keys = console

[formatters]
keys = generic

[logger_root]
level = WARNING
handlers = console
qualname =

[logger_alembic]
level = INFO
handlers =
qualname = alembic

[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic

[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
datefmt = %H:%M:%S
"""


class Project:
    """A directory with alembic.ini and SQL revisions, and the program to run there."""

    def __init__(self, directory, url=None, limbeck=None, alembic=None):
        self.dir = pathlib.Path(directory)
        self.versions = self.dir / "migrations" / "versions"
        self.versions.mkdir(parents=True)
        self.program = Program(self.dir)
        self.url = url
        self.configure(limbeck, alembic)

    def configure(self, limbeck=None, alembic=None):
        """Write alembic.ini anew: @limbeck and @alembic are keys of these sections."""
        lines = lambda keys: "".join(f"{key} = {value}\n" for key, value in (keys or {}).items())
        url = "sqlalchemy.url = %s\n" % self.url.replace("%", "%%") if self.url else ""
        (self.dir / "alembic.ini").write_text(INI.format(url=url, alembic=lines(alembic), limbeck=lines(limbeck)))

    def revision(self, identity, down=None, up="", back="", message=None, depends=None, labels=None, **sections):
        """Write one SQL revision. @down, @depends, @labels: None, one, or a list. @sections: text="..." replaces all sections."""
        many = lambda value: ", ".join([value] if isinstance(value, str) else value)
        header = [f"-- {message or 'step ' + identity}", "--", f"-- revision: {identity}",
                  f"-- down_revision: {many(down) if down else ''}".rstrip()]
        if labels:
            header.append(f"-- branch_labels: {many(labels)}")
        if depends:
            header.append(f"-- depends_on: {many(depends)}")
        body = sections.get("text")
        if body is None:
            body = f"-- limbeck:upgrade\n{textwrap.dedent(up)}\n\n-- limbeck:downgrade\n{textwrap.dedent(back)}\n"
        path = self.versions / f"{identity}_step.sql"
        path.write_text("\n".join(header) + "\n\n" + textwrap.dedent(body))
        return path

    def chain(self, *revisions, **more):
        """Write revisions that follow each other: (identity, up, back) each."""
        down = None
        for identity, up, back in revisions:
            self.revision(identity, down, up, back, **more)
            down = identity

    def __call__(self, *arguments, **more):
        return self.program(*arguments, **more)

    def start(self, *arguments, **more):
        return self.program.start(*arguments, **more)


class SqliteDatabase:
    """A SQLite file and a way to look into it that is not ours."""

    kind = "sqlite"

    def __init__(self, directory):
        self.path = pathlib.Path(directory) / "test.db"
        self.url = f"sqlite:///{self.path}"

    def sql(self, text, *values):
        connection = sqlite3.connect(self.path, isolation_level=None)
        try:
            return connection.execute(text, values).fetchall()
        finally:
            connection.close()

    def tables(self):
        return {row[0] for row in self.sql("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def clear(self):
        for path in self.path.parent.glob("test.db*"):
            path.unlink()

    identity = "INTEGER PRIMARY KEY AUTOINCREMENT"
    alone = "VACUUM"  # a statement that is refused inside a transaction


class PostgresqlDatabase:
    """A database of the private cluster."""

    kind = "postgresql"

    def __init__(self, cluster):
        self.cluster = cluster
        self.name = cluster.create_database()
        self.url = cluster.url(self.name)

    def sql(self, text, *values):
        connection = self.cluster.connect(self.name)
        try:
            with connection.cursor() as cursor:
                cursor.execute(text, values or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def tables(self):
        return {row[0] for row in self.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}

    def clear(self):
        # Not another database: making one costs a hundred times as much. Who was killed may still be at it.
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        self.sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    identity = "integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    alone = "VACUUM"


def version_rows(database, table="alembic_version"):
    """What the version table holds, sorted; empty without one."""
    plain = table.split(".")[-1]
    if "." not in table and plain not in database.tables():
        return []
    return sorted(row[0] for row in database.sql(f"SELECT version_num FROM {table}"))


@pytest.fixture(scope="session")
def cluster():
    """One private server for the whole session of this worker."""
    with Cluster() as running:
        os.environ["LIMBECK_TEST_PG"] = running.url("postgres")
        yield running


@pytest.fixture
def limbeck(tmp_path):
    """The program, in an empty scratch directory."""
    return Program(tmp_path)


@pytest.fixture
def postgresql(cluster):
    """A fresh PostgreSQL database."""
    database = PostgresqlDatabase(cluster)
    yield database
    cluster.drop_database(database.name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """A fresh database of each kind in turn."""
    if request.param == "sqlite":
        return SqliteDatabase(tmp_path)
    return request.getfixturevalue("postgresql")


@pytest.fixture
def sqlite(tmp_path):
    return SqliteDatabase(tmp_path)


@pytest.fixture
def project(tmp_path):
    """A factory of projects: project(database, limbeck={...}) or project() for one without an address."""
    made = []

    def make(database=None, **keys):
        directory = tmp_path / f"project{len(made) or ''}"
        directory.mkdir()
        made.append(Project(directory, database.url if database else None, **keys))
        return made[-1]

    return make
