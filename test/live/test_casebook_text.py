"""What --sql writes for each case of test/live/cases, up and down: the same as Alembic's, but for what cases/differs.txt holds.

CASES_WRITE=1 writes that file anew."""

import os
import re

import pytest

import casebook
from conftest import PROGRAM, clean_environment

DIALECTS = ["postgresql", "sqlite", "mysql", "mariadb", "mssql", "oracle"]
HELD = casebook.BOOK / "differs.txt"

HEADER = """\
# Texts of --sql that are not those of Debian's Alembic 1.8.1 with SQLAlchemy 1.4: what limbeck writes, and why.
# - types: those that SQLAlchemy 2 renders (UUID, JSONB, DOUBLE), and those of one database on another where they mean something
# - SQLite: RENAME COLUMN; defaults in parentheses where SQLite wants them; version rows with RETURNING; an operation that cannot be done
#   whole (a column with a foreign key) is refused before it begins; no sequences
# - SQL Server: comments as extended properties; dropped defaults and conditions of SQLAlchemy 2
# - Oracle: JSON and BLOB types and precision of SQLAlchemy 2
# - literals of dates, times and JSON are written, a client-side default is written instead of NULL
# - quote=True on a column: quoted only where needed; the version table is not dropped; errors name no class or address

"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    directory = tmp_path_factory.mktemp("casebook")
    cases = casebook.read_all()
    casebook.write_project(directory, cases)
    return directory, cases


def as_text(outcome):
    return "\n".join(outcome).strip("\n")


def held():
    """(dialect, direction, case) -> the text held for it."""
    if not HELD.exists():
        return {}
    blocks = re.split(r"^#### (\w+) (\w+): (.*)\n", HELD.read_text(encoding="utf-8"), flags=re.M)
    return {(blocks[n], blocks[n + 1], blocks[n + 2]): blocks[n + 3].strip("\n") for n in range(1, len(blocks), 4)}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_text(project, dialect):
    directory, cases = project
    environment = clean_environment(directory)
    runs = [(side, direction, side.start("-x", f"dialect={dialect}", direction, target, "--sql"))
            for direction, target in (("upgrade", "head"), ("downgrade", f"c{len(cases):04}:base"))
            for side in casebook.sides(directory, PROGRAM, environment)]
    results = []
    for side, direction, process in runs:
        out, err = process.communicate(timeout=240)
        assert process.returncode == 0, err[-4000:]
        if dialect in ("postgresql", "mysql", "mariadb"):
            out = out.replace("%%", "%") if side.command[0] == casebook.PYTHON else out
        results.append(casebook.outcomes(out, err, cases))
    known, problems, found = held(), [], {}
    for direction, theirs, ours in (("upgrade", *results[:2]), ("downgrade", *results[2:])):
        for case, one, other in zip(cases, theirs, ours):
            key = (dialect, direction, case.text.replace("\n", " ; "))
            if as_text(one) == as_text(other):
                if key in known:
                    problems.append(f"{key}: held as a difference, but there is none")
                continue
            found[key] = as_text(other)
            if known.get(key) != found[key]:
                problems.append(f"{key}\n-- Alembic:\n{as_text(one)}\n-- limbeck:\n{as_text(other)}")
    if os.environ.get("CASES_WRITE"):
        write(dialect, found)
    assert not problems, f"{len(problems)} of {2 * len(cases)}:\n" + "\n".join(problems)


def write(dialect, found):
    kept = {key: text for key, text in held().items() if key[0] != dialect}
    kept.update(found)
    blocks = [f"#### {dialect} {direction}: {case}\n{text}\n\n" for (dialect, direction, case), text in kept.items()]
    HELD.write_text(HEADER + "".join(blocks), encoding="utf-8")
