"""Over a slow link a chain costs round trips per revision, not per statement; and a link that breaks leaves nothing half done."""

import pytest

from conftest import version_rows
from proxy import SlowLink

REVISIONS = 10


def write_chain(project, statements):
    down = None
    for number in range(REVISIONS):
        identity = f"{number:012d}"
        lines = [f"CREATE TABLE t{number} (i integer);"]
        lines += [f"INSERT INTO t{number} VALUES ({value});" for value in range(statements - 1)]
        project.revision(identity, down, "\n".join(lines), f"DROP TABLE t{number};")
        down = identity


def turnarounds(project, database, delay, *arguments):
    with SlowLink(database.cluster.dir, delay) as link:
        project(*arguments, env={"DATABASE_URL": database.cluster.url(database.name, host=link.dir)}).ok()
        return link.turnarounds


@pytest.mark.parametrize("transaction, per_revision", [("revision", 3), ("run", 3)])
def test_round_trips_are_per_revision(postgresql, project, transaction, per_revision):
    counted = {}
    for statements in (2, 40):
        made = project(postgresql, limbeck={"transaction": transaction})
        write_chain(made, statements)
        counted[statements] = turnarounds(made, postgresql, 0.01, "upgrade", "head")
        assert version_rows(postgresql) == [f"{REVISIONS - 1:012d}"]
        postgresql.clear()
    assert counted[40] <= counted[2] + 3, counted
    assert counted[40] <= per_revision * REVISIONS + 20, counted


def test_nothing_to_do_costs_few_round_trips(postgresql, project):
    made = project(postgresql)
    write_chain(made, 2)
    made("upgrade", "head").ok()
    assert turnarounds(made, postgresql, 0.005, "upgrade", "head") <= 5
    assert turnarounds(made, postgresql, 0.005, "current") <= 5


def test_errors_over_a_pipeline_name_the_right_statement(postgresql, project):
    made = project(postgresql)
    lines = ["CREATE TABLE t (i integer PRIMARY KEY);"] + [f"INSERT INTO t VALUES ({value});" for value in range(30)]
    lines[20] = "INSERT INTO t VALUES ('seventeen');"
    made.revision("aaaa00000000", None, "\n".join(lines))
    with SlowLink(postgresql.cluster.dir, 0.01) as link:
        failed = made("upgrade", "head", env={"DATABASE_URL": postgresql.cluster.url(postgresql.name, host=link.dir)}).fails()
    assert "aaaa00000000_step.sql:27" in failed.err
    assert "'seventeen'" in failed.err
    assert "22P02" in failed.err


@pytest.mark.parametrize("transaction", ["revision", "run"])
def test_a_link_cut_anywhere_leaves_a_whole_number_of_steps(postgresql, project, transaction):
    made = project(postgresql, limbeck={"transaction": transaction})
    write_chain(made, 3)
    cut = 1
    while True:
        with SlowLink(postgresql.cluster.dir) as link:
            link.cut_after = cut
            outcome = made("upgrade", "head", env={"DATABASE_URL": postgresql.cluster.url(postgresql.name, host=link.dir)})
        rows = version_rows(postgresql)
        steps = int(rows[0]) + 1 if rows else 0
        if outcome.status == 0:
            break
        assert outcome.status > 0, outcome.err
        assert "FAILED:" in outcome.err
        assert len(postgresql.tables() - {"alembic_version"} - {name for name in postgresql.tables() if "limbeck" in name}) == steps
        made("upgrade", "head").ok()
        assert version_rows(postgresql) == [f"{REVISIONS - 1:012d}"]
        postgresql.clear()
        cut += 1
    assert cut > 4
    assert steps == REVISIONS
