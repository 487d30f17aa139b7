"""Whole projects of 110 revisions run by Debian's Alembic and by limbeck: the same catalogue, rows, version table and printed lines, up,
down and up again."""

import re

import pytest

import casebook
import long_project
from conftest import PROGRAM, clean_environment
from test_casebook_live import Postgresql, Sqlite

INI = casebook.INI.replace("[logger_alembic]\nlevel = WARN", "[logger_alembic]\nlevel = INFO")

PROJECTS = {  # name: (kind of database, seed, batch, what more context.configure gets)
    "sqlite": ("sqlite", 1, True, "render_as_batch=True"),
    "postgresql": ("postgresql", 2, False, ""),
    "each": ("postgresql", 3, False, 'transaction_per_migration=True, version_table="versions_of_it"'),
}


def lines(text):
    return [line for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("name", PROJECTS)
def test_project(name, tmp_path, request):
    kind, seed, batch, more = PROJECTS[name]
    directory = tmp_path / "project"
    made = long_project.write(directory, seed, 110, batch, more, INI)
    cluster = request.getfixturevalue("cluster") if kind == "postgresql" else None
    pair = [Postgresql(cluster) if cluster else Sqlite(tmp_path, side) for side in ("theirs", "ours")]
    sides = casebook.sides(directory, PROGRAM, clean_environment(directory))
    for arguments in (("upgrade", "head"), ("current",), ("downgrade", made[74]), ("upgrade", made[84]), ("downgrade", "base"), ("upgrade", "head")):
        runs = [side.start("-x", f"url={database.url}", *arguments) for side, database in zip(sides, pair)]
        outcome = []
        for process in runs:
            out, err = process.communicate(timeout=240)
            assert process.returncode == 0, f"{arguments}: {err[-3000:]}"
            outcome.append((lines(out), lines(re.sub(r"theirs|ours", "", err))))
        assert outcome[0] == outcome[1], arguments
        theirs, ours = (database.look() for database in pair)
        different = [f"{key}\n- {theirs.get(key)}\n+ {ours.get(key)}" for key in sorted({*theirs, *ours})
                     if theirs.get(key) != ours.get(key)]
        assert not different, "\n".join([str(arguments), *different])
