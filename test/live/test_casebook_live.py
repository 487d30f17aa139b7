"""Each case of test/live/cases run on a database by Debian's Alembic and by limbeck: up, down and up again leave the same catalogue and
the same rows, and what a case raises is the same; but for the cases that cases/differs_live.txt names.

CASES_WRITE=1 writes that file anew."""

import os
import pathlib
import re
import sqlite3
import tempfile

import pytest

import casebook
from conftest import PROGRAM, clean_environment
from mariadb import MariaDB

HELD = casebook.BOOK / "differs_live.txt"


def in_order(sql):
    """The text of a table as it is compared: Alembic indents with tabs, writes the constraints of a batch in the order of a hashed set, and
    puts a default that it read into parentheses."""
    sql = sql.replace("DEFAULT (CURRENT_TIMESTAMP)", "DEFAULT CURRENT_TIMESTAMP")
    lines = [line.strip().rstrip(",") for line in sql.split("\n")]
    return "\n".join([line for line in lines if not line.startswith("CONSTRAINT")]
                     + sorted(line for line in lines if line.startswith("CONSTRAINT"))).strip()


class Sqlite:
    name = "sqlite"

    def __init__(self, directory, side):
        self.path = directory / f"{side}.db"
        self.url = f"sqlite:///{self.path}"

    def look(self):
        connection = sqlite3.connect(self.path)
        catalogue = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        found = {f"{kind} {name}": (table, in_order(sql or "")) for kind, name, table, sql in catalogue}
        for kind, name, _, _ in catalogue:
            if kind == "table":
                found[f"rows of {name}"] = connection.execute(f'SELECT * FROM "{name}"').fetchall()
        connection.close()
        return found


class Postgresql:
    name = "postgresql"

    def __init__(self, cluster):
        self.cluster, self.database = cluster, cluster.create_database()
        self.url = cluster.url(self.database)

    def look(self):
        dump = self.cluster.dump(self.database)
        found = {}
        for heading, body in re.findall(r"^-- Name: (.*?); Owner: .*\n--\n([^\0]*?)(?=^--\n|\Z)", self.split(dump), flags=re.M):
            if heading.startswith("data of "):  # the order in which a Session writes is its own
                body = "\n".join(sorted(body.splitlines()))
            found[heading] = found.get(heading, "") + body
        return found

    @staticmethod
    def split(dump):
        return re.sub(r"^-- Data for Name: ", "-- Name: data of ", dump, flags=re.M)


class Mariadb:
    name = "mariadb"

    def __init__(self, server):
        self.server, self.database = server, server.create_database()
        self.url = server.url(self.database, scheme="mariadb+pymysql")

    def look(self):
        found = dict(self.server.dump(self.database))
        for name in list(found):
            found[f"rows of {name}"] = sorted(map(repr, self.server.sql(self.database, f"SELECT * FROM `{name}`")))
        return found


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    directory = tmp_path_factory.mktemp("casebook")
    cases = casebook.read_all()
    casebook.write_project(directory, cases)
    return directory, cases


@pytest.fixture
def pair(request):
    """Two databases of one kind."""
    if request.param == "sqlite":
        fast = "/dev/shm" if os.path.isdir("/dev/shm") else None  # Alembic commits each statement by itself
        with tempfile.TemporaryDirectory(dir=fast) as directory:
            yield Sqlite(pathlib.Path(directory), "theirs"), Sqlite(pathlib.Path(directory), "ours")
    elif request.param == "postgresql":
        cluster = request.getfixturevalue("cluster")
        yield Postgresql(cluster), Postgresql(cluster)
    else:
        with MariaDB() as server:
            yield Mariadb(server), Mariadb(server)


def of_case(key):
    found = re.search(r"(?i)(?:account|item)(\d+)", key)
    return int(found.group(1)) if found else 0


def words(what):
    """An error as it is compared: without the driver's class, numbers and places."""
    what = re.sub(r" at 0x\w+| \(Background on this error.*", "", what)
    what = re.sub(r"\bd\d+_\d+\b", "d", what.replace("\\t", "    "))
    what = re.sub(r"^KeyError: .*", "KeyError", what)  # of limbeck it says more
    return re.sub(r"\((?:[\w.]*\.)?(\w+)\) ", "", what)


def held(kind):
    """The cases that end differently on purpose on a kind of database."""
    return {line.partition(": ")[2] for line in HELD.read_text(encoding="utf-8").splitlines() if line.startswith(kind + ": ")}


@pytest.mark.parametrize("pair", ["sqlite", "postgresql", "mariadb"], indirect=True)
def test_run(project, pair):
    directory, cases = project
    sides = casebook.sides(directory, PROGRAM, clean_environment(directory))
    problems, different = [], set()

    def note(round_, number, what, one, other):
        case = cases[number - 1].text.replace("\n", " ; ") if number else "the version table"
        different.add(case)
        problems.append((case, f"## {round_}, case {number} {case}\n  {what}\n    - {one}\n    + {other}"))

    rounds = [("up", ("upgrade", "head")), ("down", ("downgrade", "base")), ("up again", ("upgrade", "head"))]
    for round_, arguments in rounds[:2] if pair[0].name == "mariadb" else rounds:  # whose DDL is slow
        runs = [side.start("-x", f"url={database.url}", *arguments) for side, database in zip(sides, pair)]
        errors = []
        for process in runs:
            out, err = process.communicate(timeout=240)
            assert process.returncode == 0, f"{round_}: {err[-3000:]}"
            errors.append(casebook.raised(err))
        theirs, ours = (database.look() for database in pair)
        for key in sorted({*theirs, *ours}):
            if theirs.get(key) != ours.get(key):
                note(round_, of_case(key), key, theirs.get(key), ours.get(key))
        for number in sorted({*errors[0], *errors[1]}):
            one, other = ([words(what) for what in found.get(number, [])] for found in errors)
            if one != other:
                note(round_, number, "raised", one, other)
    if os.environ.get("CASES_WRITE"):
        kept = [line for line in HELD.read_text(encoding="utf-8").splitlines() if not line.startswith(pair[0].name + ": ")]
        HELD.write_text("\n".join(kept + [f"{pair[0].name}: {case}" for case in sorted(different)]) + "\n", encoding="utf-8")
    expected = held(pair[0].name)
    text = "\n".join(text for case, text in problems if case not in expected)
    assert not text, text
    assert not expected - different, f"held as a difference, but there is none: {sorted(expected - different)}"
