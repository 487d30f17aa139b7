"""Statements that the server refuses inside a transaction: run without the author's help, remembered, resumed, refused."""

import pytest

from conftest import version_rows


def index_revision(project, duplicate=False):
    second = "INSERT INTO t VALUES (1);" if duplicate else "INSERT INTO t VALUES (2);"
    return project.revision("aaaa00000000", None, f"""\
        CREATE TABLE t (i integer NOT NULL);
        INSERT INTO t VALUES (1);
        {second}
        CREATE UNIQUE INDEX CONCURRENTLY t_i_key ON t (i);
        INSERT INTO t VALUES (3);""", "DROP INDEX CONCURRENTLY t_i_key;\nDROP TABLE t;")


def test_an_index_built_concurrently_in_the_middle(postgresql, project):
    made = project(postgresql)
    index_revision(made)
    made("upgrade", "head").ok()
    assert postgresql.sql("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_i_key'::regclass") == [(True,)]
    assert postgresql.sql("SELECT i FROM t ORDER BY i") == [(1,), (2,), (3,)]
    assert version_rows(postgresql) == ["aaaa00000000"]
    made("downgrade", "base").ok()
    assert "t" not in postgresql.tables()
    assert version_rows(postgresql) == []


@pytest.mark.parametrize("transaction", ["revision", "run"])
def test_values_added_to_an_enum_and_used(postgresql, project, transaction):
    made = project(postgresql, limbeck={"transaction": transaction})
    made.chain(("aaaa00000000", "CREATE TYPE mood AS ENUM ('sad');\nCREATE TABLE m (v mood);", ""),
               ("bbbb00000000", "ALTER TYPE mood ADD VALUE 'glad';", ""))
    made.revision("cccc00000000", "bbbb00000000", "INSERT INTO m VALUES ('sad');")
    made("upgrade", "head").ok()
    assert postgresql.sql("SELECT enum_range(NULL::mood)::text") == [("{sad,glad}",)]


def test_vacuum(database, project):
    made = project(database)
    made.revision("aaaa00000000", None, "CREATE TABLE t (i integer);\nVACUUM;\nINSERT INTO t VALUES (1);")
    made("upgrade", "head").ok()
    assert database.sql("SELECT i FROM t") == [(1,)]


def test_the_dry_run_says_which_steps_run_outside(postgresql, project):
    made = project(postgresql)
    index_revision(made)
    made.revision("bbbb00000000", "aaaa00000000", "SELECT 1;")
    steps = {line.split()[0] if line.split() else "": line for line in made("upgrade", "head", "--dry-run").ok().out.splitlines()}
    text = made("upgrade", "head", "--dry-run").ok().out
    assert "transaction" in text and "aaaa00000000" in text and "bbbb00000000" in text, steps


def test_a_section_without_a_transaction(database, project):
    made = project(database)
    made.revision("aaaa00000000", text="""\
        -- limbeck:upgrade transaction=off
        CREATE TABLE t (i integer);
        INSERT INTO t VALUES (1);
        INSERT INTO t VALUES ('x' || nothing);
        -- limbeck:downgrade
        DROP TABLE t;
        """)
    failed = made("upgrade", "head").fails()
    assert "aaaa00000000_step.sql:9" in failed.err
    assert database.sql("SELECT i FROM t") == [(1,)], "what ran outside of a transaction stays"
    assert version_rows(database) == []


def test_resume_after_a_failed_concurrent_index(postgresql, project):
    """A unique violation leaves an invalid index behind: the next run takes it away and goes on, not from the start."""
    made = project(postgresql)
    index_revision(made, duplicate=True)
    failed = made("upgrade", "head").fails()
    assert "aaaa00000000_step.sql:10" in failed.err
    assert "23505" in failed.err
    assert "t" in postgresql.tables()
    assert version_rows(postgresql) == []
    again = made("upgrade", "head").fails(failed.status)
    assert "23505" in again.err
    assert postgresql.sql("SELECT count(*) FROM t") == [(2,)]

    postgresql.sql("DELETE FROM t WHERE ctid = (SELECT max(ctid) FROM t)")
    resumed = made("upgrade", "head").ok()
    assert "aaaa00000000" in resumed.err
    assert postgresql.sql("SELECT i FROM t ORDER BY i") == [(1,), (3,)]
    assert postgresql.sql("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_i_key'::regclass") == [(True,)]
    assert version_rows(postgresql) == ["aaaa00000000"]
    assert made("upgrade", "head").ok().running == []


def test_the_part_that_is_not_done_yet_may_be_changed(postgresql, project):
    made = project(postgresql)
    path = index_revision(made, duplicate=True)
    made("upgrade", "head").fails()
    path.write_text(path.read_text().replace("CREATE UNIQUE INDEX", "CREATE INDEX"))
    made("upgrade", "head").ok()
    assert postgresql.sql("SELECT i FROM t ORDER BY i") == [(1,), (1,), (3,)]


def test_a_changed_done_part_is_refused_with_instructions(postgresql, project):
    made = project(postgresql)
    path = index_revision(made, duplicate=True)
    failed = made("upgrade", "head").fails()
    path.write_text(path.read_text().replace("INSERT INTO t VALUES (1);", "INSERT INTO t VALUES (9);", 1))
    refused = made("upgrade", "head").fails()
    assert refused.status != failed.status, "its own exit status"
    assert "aaaa00000000" in refused.err
    assert "stamp" in refused.err or "restore" in refused.err or "put back" in refused.err
    assert postgresql.sql("SELECT i FROM t ORDER BY i") == [(1,), (1,)]
    path.write_text(path.read_text().replace("INSERT INTO t VALUES (9);", "INSERT INTO t VALUES (1);", 1))
    postgresql.sql("DELETE FROM t WHERE ctid = (SELECT max(ctid) FROM t)")
    made("upgrade", "head").ok()
    assert version_rows(postgresql) == ["aaaa00000000"]


def test_current_tells_of_an_unfinished_revision(postgresql, project):
    made = project(postgresql)
    index_revision(made, duplicate=True)
    made("upgrade", "head").fails()
    shown = made("current").ok()
    assert "aaaa00000000" in shown.err + shown.out


def test_an_unfinished_revision_can_be_stamped_away(postgresql, project):
    """A person finished or undid it by hand, and says so."""
    made = project(postgresql)
    index_revision(made, duplicate=True)
    made("upgrade", "head").fails()
    postgresql.sql("DROP TABLE t")
    made("stamp", "base").ok()
    made.versions.joinpath("aaaa00000000_step.sql").unlink()
    index_revision(made)
    made("upgrade", "head").ok()
    assert postgresql.sql("SELECT i FROM t ORDER BY i") == [(1,), (2,), (3,)]


def test_resume_on_the_way_down(postgresql, project):
    made = project(postgresql)
    made.revision("aaaa00000000", None, "CREATE TABLE t (i integer);", """\
        CREATE TABLE kept AS SELECT * FROM t;
        CREATE UNIQUE INDEX CONCURRENTLY kept_key ON kept (i);
        DROP TABLE t;""")
    made("upgrade", "head").ok()
    postgresql.sql("INSERT INTO t VALUES (1), (1)")
    made("downgrade", "base").fails()
    assert version_rows(postgresql) == ["aaaa00000000"]
    assert {"t", "kept"} <= postgresql.tables()
    postgresql.sql("DELETE FROM kept WHERE ctid = (SELECT max(ctid) FROM kept)")
    made("downgrade", "base").ok()
    assert postgresql.tables() & {"t", "kept"} == {"kept"}
    assert version_rows(postgresql) == []
