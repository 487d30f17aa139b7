"""A schema with weight: test/weight holds a parcel carrier's, as SQL revisions with every kind of object that PostgreSQL has. Up, down
step by step, and up again; pg_dump must not see a difference."""

import shutil

import pytest

from conftest import ROOT, version_rows

WEIGHT = ROOT / "test" / "weight" / "versions"
IDS = [path.read_text().split("-- revision: ", 1)[1].split("\n", 1)[0] for path in sorted(WEIGHT.glob("*.sql"))]


@pytest.fixture
def carrier(project, postgresql):
    made = project(postgresql)
    for path in WEIGHT.glob("*.sql"):
        shutil.copy(path, made.versions)
    return made


def schema(database):
    return database.cluster.dump(database.name, "--schema-only", "--exclude-table=alembic_version", "--exclude-table=*limbeck*")


def test_it_has_weight(carrier, postgresql):
    carrier("upgrade", "head").ok()
    count = lambda condition: postgresql.sql(f"SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname "
                                             f"IN ('geo', 'people', 'fleet', 'trade', 'parcel', 'tour', 'money', 'audit') AND {condition}")[0][0]
    assert count("relkind IN ('r', 'p') AND NOT relispartition") >= 60
    assert count("relispartition AND relkind = 'r'") >= 15
    assert count("relkind = 'm'") == 2
    assert postgresql.sql("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == [(0,)]
    assert postgresql.sql("SELECT parcel.check_digit('629104150021')") == [(3,)]
    assert len(IDS) >= 12


def test_stairs_up_and_down(carrier, postgresql):
    """After each step down the schema is what it was before that step up."""
    seen = [schema(postgresql)]
    for identity in IDS:
        carrier("upgrade", identity).ok()
        assert version_rows(postgresql, "public.alembic_version") == [identity]
        seen.append(schema(postgresql))
    assert len(set(seen)) == len(seen), "every revision changes something"
    for number in range(len(IDS) - 1, -1, -1):
        carrier("downgrade", "-1").ok()
        assert schema(postgresql) == seen[number], f"after the way down from {IDS[number]}"


@pytest.mark.parametrize("transaction", ["revision", "run"])
def test_up_down_up_in_one_go(project, postgresql, transaction):
    made = project(postgresql, limbeck={"transaction": transaction})
    for path in WEIGHT.glob("*.sql"):
        shutil.copy(path, made.versions)
    empty = schema(postgresql)
    assert [step[2] for step in made("upgrade", "head").ok().running] == IDS
    full = schema(postgresql)
    made("downgrade", "base").ok()
    assert schema(postgresql) == empty
    made("upgrade", "head").ok()
    assert schema(postgresql) == full


def test_offline_script_builds_the_same(project, postgresql, cluster):
    """`upgrade --sql` through psql ends where `upgrade` ends."""
    import subprocess
    made = project(postgresql)
    for path in WEIGHT.glob("*.sql"):
        shutil.copy(path, made.versions)
    script = made("upgrade", "head", "--sql").ok().out
    subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-h", cluster.dir, "-U", "postgres", postgresql.name], input=script, text=True,
                   check=True, stdout=subprocess.DEVNULL)
    by_psql = schema(postgresql)
    assert made("current").ok().out == f"{IDS[-1]} (head)\n"
    made("downgrade", "base").ok()
    made("upgrade", "head").ok()
    assert schema(postgresql) == by_psql
