"""A content platform: the application in src/, migrations on start-up and in jobs, data migrations, a column that goes for good."""

import pytest

PORTABLE = ("0607bc5b8535_initial_authentication_schema", "0607bc5b8536_add_media_generation_counters", "migrate_user_data_to_new_format",
            "normalise_status", "drop_old_preferences")
REVISIONS = (*PORTABLE[:4], "preferences_json", PORTABLE[4])
EXPECTED = {
    "postgresql": {
        "0607bc5b8536": """
            + users.images_generated integer not null default 0
            + users.videos_generated integer not null default 0""",
        "abc123def456": "",
        "abc123def457": "",
        "abc123def458": "+ users.preferences_json json",
        "abc123def459": "- users.old_preferences character varying(50)"},
    "sqlite": {
        "0607bc5b8536": """
            + users.images_generated INTEGER not null default '0'
            + users.videos_generated INTEGER not null default '0'""",
        "abc123def456": "",
        "abc123def457": "",
        "abc123def459": "- users.old_preferences VARCHAR(50)"},
}
USERS = """INSERT INTO users (id, email, status, old_preferences) VALUES
    (1, 'ann@example.com', NULL, 'dark'), (2, 'bob@example.com', '', NULL), (3, 'cleo@example.com', 'banned', 'it''s "light"')"""


@pytest.fixture
def team(guide, database):
    made = guide("content", database)
    made.sh("alembic init alembic").ok()
    made.edit("alembic.ini", ("prepend_sys_path = .", "prepend_sys_path = src"))
    made.edit("alembic/env.py", ("target_metadata = None", """\
import os

from content_creation_crew.db.models import Base

target_metadata = Base.metadata
config.set_main_option("sqlalchemy.url", os.environ["DATABASE_URL"])"""))
    made.identities = made.add("alembic/versions", *(REVISIONS if database.kind == "postgresql" else PORTABLE))
    return made


def test_every_migration(team, database):
    kept = []

    def keep(query):
        return lambda: kept.append(database.sql(query + " FROM users ORDER BY id"))

    before = {"0607bc5b8536": lambda: database.sql(USERS), "abc123def457": keep("SELECT status"), None: keep("SELECT status")}
    if database.kind == "postgresql":
        before["abc123def459"] = keep("SELECT preferences_json")
    team.walk(team.identities, EXPECTED[database.kind], before=before)
    assert kept == [
        [("active",), ("",), ("banned",)],
        *([[({"theme": "dark"},), (None,), ({"theme": 'it\'s "light"'},)]] if database.kind == "postgresql" else []),
        [("active",), ("active",), ("banned",)]]


def test_make_and_alembic(team):
    done = team.sh("""
        set -e
        make migrate-up
        make migrate-current
        make migrate-down-one
        make migrate-current
        alembic upgrade +1
        alembic current
        docker compose exec api alembic upgrade head
        make migrate
        ls alembic/versions/
        alembic history --verbose | grep -c ^Rev
    """).ok()
    assert done.out.startswith("abc123def459 (head)\nabc123def45")
    assert done.out.endswith(f"\n{len(team.identities)}\n")
    assert team.calls() == ["docker compose exec api alembic upgrade head"] * 2


def test_their_programs(team):
    """migrate_db.py, init_db() of the application, and the check of the connection before the job."""
    done = team.sh("""
        set -e
        python migrate_db.py
        python migrate_db.py upgrade
        python migrate_db.py current
        python migrate_db.py downgrade
        python migrate_db.py history
    """).ok()
    assert done.out.startswith("abc123def459 (head)\nabc123def45")
    assert done.out.endswith("<base> -> 0607bc5b8535, initial authentication schema\n")
    assert team.version() == team.identities[-2:-1]
    started = team.sh("python -c 'from content_creation_crew.database import init_db; init_db()'", PYTHONPATH="src").ok()
    assert "migration failed" not in started.err and team.version() == ["abc123def459"]

    team.sh("alembic downgrade base").ok()
    job = team.sh("bash scripts/migrate_production.sh", PYTHONPATH="src").ok()
    assert job.out == "Running database migrations...\n✓ Migrations completed successfully\n"
    assert team.version() == ["abc123def459"]
    team.sh("bash scripts/migrate_production.sh", PYTHONPATH="src", DATABASE_URL="postgresql://nobody@/nowhere?host=/nonexistent").fails(1)


def test_a_failing_start(team):
    """init_db() logs what is wrong and the application starts; the database is where it was."""
    team.sh("alembic upgrade abc123def457").ok()
    (team.dir / "alembic/versions/broken.py").write_text(f"""
revision = 'bad'
down_revision = '{team.identities[-1]}'


def upgrade():
    raise RuntimeError("not today")
""")
    before = team.version(), team.catalogue()
    started = team.sh("python -c 'from content_creation_crew.database import init_db; init_db()'", PYTHONPATH="src").ok()
    assert "migration failed: not today" in started.err
    assert team.version() == (["abc123def459"] if team.database.kind == "sqlite" else before[0])


def test_several_instances_start_at_once(team):
    """Each runs init_db() on start-up: one migrates, the others wait and find it done."""
    started = team.sh("""
        for number in 1 2 3 4; do
            python -c 'from content_creation_crew.database import init_db; init_db()' & all="$all $!"
        done
        for one in $all; do wait $one || exit 1; done
    """, PYTHONPATH="src").ok()
    assert started.err.count("migrations applied") == 4 and "migration failed" not in started.err
    assert len(started.running) == len(team.identities) and team.version() == ["abc123def459"]


def test_lost_file_and_second_parent(team):
    """A revision in the database that has no file, and two people who wrote one at the same time."""
    team.sh("alembic upgrade head").ok()
    last = team.dir / "alembic/versions/drop_old_preferences.py"
    text = last.read_text()
    last.unlink()
    lost = team.sh("alembic current && alembic upgrade head").fails()
    assert "Can't locate revision identified by 'abc123def459'" in lost.err
    last.write_text(text)
    theirs = team.dir / "alembic/versions/theirs.py"
    theirs.write_text(text.replace("abc123def459", "abc123def460").replace("op.drop_column('users', 'old_preferences')", "pass"))
    assert "Multiple head" in team.sh("alembic upgrade head").fails().err
    theirs.write_text(theirs.read_text().replace(f"'{team.identities[-2]}'", "'abc123def459'"))
    assert team.sh("alembic upgrade head && alembic current").ok().out == "abc123def460 (head)\n"


def test_new_file(team):
    """Twelve hexadecimal digits and the slug."""
    team.sh('alembic revision -m "migrate_user_data_to_another_format" && make migrate-create MESSAGE="add_user_preferences_table"').ok()
    names = [path.name for path in (team.dir / "alembic/versions").glob("????????????_*_*.py")]
    assert {name[13:] for name in names} >= {"migrate_user_data_to_another_format.py", "add_user_preferences_table.py"}
    team.sh("alembic upgrade head").ok()
    assert team.sh("alembic upgrade head").ok().running == []


def test_check_says_what_it_can(team):
    assert "check" in team.sh("alembic upgrade head && alembic check").fails().err
