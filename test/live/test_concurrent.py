"""Many processes at once: one runs, the others wait and find nothing to do."""

import time

import pytest

from conftest import version_rows

STEPS = 6
PROCESSES = 16


def write_chain(project, database, statement=""):
    down = None
    for number in range(STEPS):
        identity = f"{number:012d}"
        project.revision(identity, down, f"CREATE TABLE t{number} (i integer);\n{statement}\n"
                         f"INSERT INTO log (what) VALUES ('{identity}');")
        down = identity
    database.sql(f"CREATE TABLE log (n {database.identity}, what text NOT NULL)")
    return [f"{number:012d}" for number in range(STEPS)]


@pytest.mark.parametrize("transaction", ["revision", "run"])
def test_sixteen_upgrades_at_once(database, project, transaction):
    made = project(database, limbeck={"transaction": transaction, "lock_wait": "120s"})
    slow = "SELECT pg_sleep(0.02);" if database.kind == "postgresql" else ""
    expected = write_chain(made, database, slow)
    started = [made.start("upgrade", "head") for _ in range(PROCESSES)]
    outcomes = [made.program.finish(process) for process in started]
    assert [outcome.status for outcome in outcomes] == [0] * PROCESSES, "\n".join(outcome.err for outcome in outcomes)
    assert [row[0] for row in database.sql("SELECT what FROM log ORDER BY n")] == expected
    assert version_rows(database) == expected[-1:]
    ran = [len(outcome.running) for outcome in outcomes]
    assert sorted(ran) == [0] * (PROCESSES - 1) + [STEPS]


def test_sixteen_upgrades_with_an_index_built_concurrently(postgresql, project):
    """A waiter inside pg_advisory_lock() would deadlock with CREATE INDEX CONCURRENTLY."""
    made = project(postgresql, limbeck={"lock_wait": "120s"})
    expected = write_chain(made, postgresql)
    made.revision("999999999999", expected[-1], "CREATE INDEX CONCURRENTLY log_idx ON log (what);\n"
                  "INSERT INTO log (what) VALUES ('999999999999');")
    started = [made.start("upgrade", "head") for _ in range(PROCESSES)]
    outcomes = [made.program.finish(process) for process in started]
    assert [outcome.status for outcome in outcomes] == [0] * PROCESSES, "\n".join(outcome.err for outcome in outcomes)
    assert [row[0] for row in postgresql.sql("SELECT what FROM log ORDER BY n")] == expected + ["999999999999"]
    assert postgresql.sql("SELECT indisvalid FROM pg_index WHERE indexrelid = 'log_idx'::regclass") == [(True,)]


def test_ups_and_downs_at_once_end_in_one_of_both(database, project):
    made = project(database, limbeck={"lock_wait": "120s"})
    for number, down in ((0, None), (1, 0), (2, 1)):
        made.revision(f"{number:012d}", None if down is None else f"{down:012d}", f"CREATE TABLE t{number} (i integer);",
                      f"DROP TABLE t{number};")
    made("upgrade", "head").ok()
    started = [made.start("upgrade" if number % 2 else "downgrade", "head" if number % 2 else "base") for number in range(8)]
    for process in started:
        made.program.finish(process).ok()
    tables = database.tables() & {"t0", "t1", "t2"}
    assert (version_rows(database), tables) in (([], set()), (["000000000002"], {"t0", "t1", "t2"}))


def test_nothing_to_do_takes_no_lock(project, postgresql):
    made = project(postgresql, limbeck={"lock_wait": "0"})
    made.revision("aaaa00000000", None, "SELECT 1;")
    made.revision("bbbb00000000", "aaaa00000000", "SELECT pg_sleep(3);")
    made("upgrade", "aaaa").ok()
    other = made.start("upgrade", "head")
    try:
        wait_until_sleeping(postgresql)
        made("upgrade", "aaaa").ok()
        made("current").ok()
        refused = made("upgrade", "head").fails()
        assert "lock" in refused.err
    finally:
        made.program.finish(other).ok()
    assert version_rows(postgresql) == ["bbbb00000000"]


def test_the_one_who_gives_up_says_for_whom_it_waited(project, postgresql):
    made = project(postgresql, limbeck={"lock_wait": "300ms"})
    made.revision("aaaa00000000", None, "SELECT pg_sleep(4);")
    other = made.start("upgrade", "head")
    try:
        wait_until_sleeping(postgresql)
        failed = made("upgrade", "head").fails()
        assert str(postgresql.sql("SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_sleep(4)%' AND pid <> pg_backend_pid()")[0][0]) in failed.err
        unreachable = made("upgrade", "head", "--url", "postgresql://postgres@/none?host=/nowhere").fails()
        broken = made("upgrade", "nothing").fails()
        assert len({failed.status, unreachable.status, broken.status}) == 3
    finally:
        made.program.finish(other).ok()


def wait_until_sleeping(database):
    for _ in range(200):
        if database.sql("SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND state = 'active' AND pid <> pg_backend_pid()"):
            return
        time.sleep(0.02)
    pytest.fail("the other run never came to its statement")


def test_readers_do_not_stumble_over_a_run_under_way(postgresql, project):
    """What a run remembers of a statement outside of a transaction comes and goes while others look."""
    made = project(postgresql)
    made.revision("000000000000", None, "CREATE TABLE t (i integer);")
    for number in range(1, 25):
        made.revision(f"{number:012d}", f"{number - 1:012d}", f"CREATE INDEX CONCURRENTLY t{number} ON t (i);", f"DROP INDEX CONCURRENTLY t{number};")
    made("upgrade", "000000000000").ok()
    for command in (["upgrade", "head"], ["downgrade", "000000000000"], ["upgrade", "head"]):
        run, looked = made.start(*command), 0
        while run.poll() is None or looked < 3:
            for reader in [made.start("current"), made.start("upgrade", "000000000000"), made.start("current", "--json")]:
                made.program.finish(reader).ok()
            looked += 1
        made.program.finish(run).ok()
    assert version_rows(postgresql) == [f"{24:012d}"]
