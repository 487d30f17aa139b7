"""A marketing backend: dated file names, settings of the application, a synchronous env.py with twelve models, PostgreSQL's own types."""

import contextlib
import re
import socket
import threading

import pytest

REVISIONS = ("initial", "profile_fields", "safe_changes", "required_field", "posts", "preferences", "batches")
OFFLINE = REVISIONS[:5]  # the others ask the database

EXPECTED = {
    "20240115_1430_abc123": """
        + users.avatar_url text
        + users.bio text
        + users.timezone character varying(50) not null default 'UTC'::character varying
        + INDEX idx_users_timezone ON users USING btree (timezone)""",
    "20240201_0900_5afe01": r"""
        + users.new_field character varying(100)
        + INDEX idx_users_new_field ON users USING btree (new_field)
        + users ck_users_email_format: CHECK (((email)::text ~* '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$'::text))""",
    "20240201_0930_0bad02": """
        - users.old_field character varying(100)
        + users.required_field character varying(100) not null""",
    "20240202_1000_90575": """
        - posts_old posts_old_pkey: PRIMARY KEY (id)
        - posts_old.caption text not null
        - posts_old.created_at timestamp without time zone not null
        - posts_old.deleted_at timestamp without time zone
        - posts_old.id uuid not null
        - posts_old.media_url text not null
        - posts_old.title character varying(500)
        - posts_old.updated_at timestamp without time zone not null
        - posts_old.user_id uuid not null
        + posts posts_new_pkey: PRIMARY KEY (id)
        + posts.content text not null
        + posts.created_at timestamp without time zone not null
        + posts.id uuid not null
        + posts.media_urls text[] not null
        + posts.title character varying(500)
        + posts.updated_at timestamp without time zone not null
        + posts.user_id uuid not null
        + INDEX idx_posts_user_id ON posts USING btree (user_id)
        + posts fk_posts_user_id: FOREIGN KEY (user_id) REFERENCES users(id)""",
    "20240203_1000_9ef5": "",
    "20240204_1000_ba7c4": "",
}
POSTS_HAVE_NO_WAY_BACK = {"20240202_1000_90575"}

USERS = """
INSERT INTO users (id, email, hashed_password, old_field, notification_preferences) VALUES
    ('00000000-0000-0000-0000-000000000001', 'ann@example.com', 'x', 'a', '{"email_analytics": false, "digest_frequency": "daily"}'),
    ('00000000-0000-0000-0000-000000000002', 'bob@example.com', 'x', 'b', NULL);
INSERT INTO posts_old (id, user_id, title, caption, media_url, created_at, updated_at, deleted_at)
    SELECT gen_random_uuid(), '00000000-0000-0000-0000-000000000001', title, 'about ' || title, title || '.png', now(), now(), gone
      FROM (VALUES ('kept', NULL), ('dropped', now())) AS post (title, gone);
INSERT INTO analytics_events SELECT generate_series(1, 20001)
"""


@pytest.fixture
def team(guide, postgresql):
    return guide("marketing", postgresql)


def test_every_migration(team, postgresql):
    kept = []

    def keep(query):
        return lambda: kept.extend(postgresql.sql(query))

    printed = team.walk(team.add("migrations/versions", *REVISIONS), EXPECTED, POSTS_HAVE_NO_WAY_BACK, {
        "20240115_1430_abc123": lambda: postgresql.sql(USERS),
        "20240202_1000_90575": keep("SELECT required_field FROM users"),
        "20240203_1000_9ef5": keep("SELECT title, content, media_urls FROM posts"),
        "20240204_1000_ba7c4": keep("SELECT notification_preferences FROM users ORDER BY email"),
        None: keep("SELECT processed, count(*) FROM analytics_events GROUP BY processed"),
    })
    assert kept == [
        ("default_value",), ("default_value",),
        ("kept", "about kept", ["kept.png"]),
        ({"email_analytics": False, "email_post_published": False, "push_engagement": True, "digest_frequency": "daily"},),
        ({"email_analytics": True, "email_post_published": False, "push_engagement": True, "digest_frequency": "weekly"},),
        (True, 20001),
    ]
    assert printed["20240204_1000_ba7c4"].splitlines() == [
        f"Processed {number}/20001 records" for number in (10000, 20000, 20001)]


def test_the_portable_part_on_sqlite(guide, sqlite):
    team = guide("marketing", sqlite)
    team.walk(team.add("migrations/versions", *REVISIONS[:2]), {"20240115_1430_abc123": """
        + users.avatar_url TEXT
        + users.bio TEXT
        + users.timezone VARCHAR(50) not null default 'UTC'
        + INDEX idx_users_timezone ON users (timezone)"""})


def test_new_files(team):
    """The names carry the date as file_template and timezone say."""
    team.add("migrations/versions", "initial")
    made = team.sh("""
        alembic revision -m "Add custom index for performance"
        alembic revision -m "Migrate user preferences to new format"
    """, TZ="America/New_York").ok()
    files = sorted((team.dir / "migrations/versions").glob("20261121*"), key=lambda path: path.name[27:])
    assert [re.sub("_[0-9a-f]{12}_", "_ID_", path.name) for path in files] == [
        "20261121_1000_ID_add_custom_index_for_performance.py", "20261121_1000_ID_migrate_user_preferences_to_new_format.py"]
    assert all("\nCreate Date: 2026-11-21 10:00:00+00:00\n" in path.read_text() for path in files)
    assert made.out.count("...  done") == 2
    assert team.sh("alembic upgrade head && alembic current").ok().out.endswith(" (head)\n")


@pytest.fixture
def two(team):
    """Two revisions with the names that the commands use, and what each does."""
    team.sh("""
        alembic revision --rev-id def456 -m "initial schema"
        alembic revision --rev-id abc123 -m "Add user profile fields"
    """).ok()
    for path in (team.dir / "migrations/versions").glob("*.py"):
        identity = path.name.split("_")[2]
        up, down = f'op.execute("CREATE TABLE t_{identity} (id integer)")', f'op.execute("DROP TABLE t_{identity}")'
        text = path.read_text()
        assert text.count("    pass\n") == 2
        path.write_text(text.replace("pass", up, 1).replace("pass", down, 1))
    return team


def test_daily_commands(two, postgresql):
    done = two.sh("""
        alembic current
        alembic history --verbose
        alembic upgrade head
        alembic downgrade -1
        alembic current
        alembic upgrade abc123
        alembic current
        alembic downgrade def456
    """).ok()
    assert re.sub(r"(?m)^Path: .*/", "Path: ", done.out) == """\
Rev: abc123 (head)
Parent: def456
Path: 20261121_1000_abc123_add_user_profile_fields.py

    Add user profile fields
    
    Revision ID: abc123
    Revises: def456
    Create Date: 2026-11-21 10:00:00+00:00

Rev: def456
Parent: <base>
Path: 20261121_1000_def456_initial_schema.py

    initial schema
    
    Revision ID: def456
    Revises: 
    Create Date: 2026-11-21 10:00:00+00:00

def456
abc123 (head)
"""
    assert done.running == [("upgrade", "", "def456"), ("upgrade", "def456", "abc123"), ("downgrade", "abc123", "def456"),
                            ("upgrade", "def456", "abc123"), ("downgrade", "abc123", "def456")]
    assert two.version() == ["def456"]
    assert {"t_def456", "alembic_version"} == postgresql.tables()


def test_production_commands(two, postgresql):
    done = two.sh("""
        alembic upgrade abc123 --sql > migration_script.sql
        alembic upgrade abc123 --sql | head -50
        alembic upgrade head 2>&1 | tee migration_$(date +%Y%m%d_%H%M%S).log
        tail -50 migration_*.log
    """).ok()
    script = (two.dir / "migration_script.sql").read_text()
    assert done.out.startswith(script[:200]) and "CREATE TABLE t_abc123 (id integer);" in script and script.endswith("COMMIT;\n\n")
    assert done.out.count("Running upgrade def456 -> abc123, Add user profile fields") == 2
    assert postgresql.tables() == {"t_def456", "t_abc123", "alembic_version"}

    shown = two.sh("""
        alembic downgrade base
        alembic stamp head
        alembic current
        alembic show abc123
        alembic stamp base
        alembic upgrade head
        psql -qc 'DROP TABLE t_abc123'
        alembic stamp def456
        alembic upgrade head
        psql $DATABASE_URL -Atc "SELECT 1"
    """).ok().out
    assert shown.startswith("abc123 (head)\nRev: abc123 (head)\nParent: def456\n") and shown.endswith("\n1\n")
    assert two.version() == ["abc123"] and "t_abc123" in postgresql.tables()


def test_backup_and_restore(two, postgresql):
    """The database is gone and comes back from pg_dump: the version table knows where it is."""
    name = postgresql.name
    two.sh(f"""
        set -e
        alembic upgrade def456
        pg_dump {name} > backup_20240115_143000.sql
        alembic upgrade head
        dropdb {name}
        createdb {name}
        psql -q {name} < backup_20240115_143000.sql
    """, PGDATABASE="postgres").ok()
    assert two.version() == ["def456"]
    assert two.sh("alembic upgrade head && alembic stamp abc123 && alembic current").ok().out == "abc123 (head)\n"


def test_two_heads(two, postgresql):
    assert two.sh("alembic revision --rev-id 0ther -m other --head base --splice").ok().out.count("done") == 1
    assert "Multiple head revisions are present" in two.sh("alembic upgrade head").fails().err
    assert two.sh("alembic heads").ok().out.splitlines() == ["0ther (head)", "abc123 (head)"]
    two.sh('alembic merge abc123 0ther -m "Merge conflicting migrations"').ok()
    merged = two.sh("alembic upgrade head && alembic current").ok().out
    assert merged.endswith(" (head) (mergepoint)\n") and len(two.version()) == 1
    assert "t_abc123" in postgresql.tables()


def test_sql_for_psql(guide, postgresql):
    """What `upgrade head --sql` writes, run by psql, is what `upgrade head` does."""
    team = guide("marketing", postgresql)
    team.add("migrations/versions", *OFFLINE)
    team.sh("alembic upgrade head").ok()
    online = team.catalogue()
    postgresql.clear()
    team.sh("alembic upgrade head --sql | psql -v ON_ERROR_STOP=1 -q $DATABASE_URL").ok()
    assert team.catalogue() == online
    assert team.version() == ["20240202_1000_90575"]


@contextlib.contextmanager
def listening(target):
    """A port of localhost that leads to the server's socket."""
    listener = socket.create_server(("localhost", 0))

    def copy(source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)

    def serve():
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(target)
                for pair in ((client, server), (server, client)):
                    threading.Thread(target=copy, args=pair, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def test_their_tests_under_pytest(team, postgresql):
    """class TestMigrations, with the address that stands in it: a role and a database of these names, reached over localhost."""
    head = team.add("migrations/versions", *REVISIONS[:3])[-1]
    for statement in ("CREATE ROLE test_user LOGIN SUPERUSER PASSWORD 'test_pass'", "CREATE DATABASE test_db"):
        postgresql.sql(statement)
    try:
        with listening(f"{postgresql.cluster.dir}/.s.PGSQL.5432") as port:
            done = team.sh("python -m pytest -p no:cacheprovider -q tests/test_migrations.py", PGPORT=str(port), PGHOST="",
                           DATABASE_URL="postgresql://test_user:test_pass@localhost/test_db")
        assert done.status == 0, done.out
        assert "2 passed" in done.out
        rows = postgresql.cluster.sql("test_db", "SELECT email, version_num, timezone FROM users, alembic_version")
        assert rows == [("test@example.com", head, "UTC")]
    finally:
        postgresql.cluster.drop_database("test_db")
        postgresql.sql("DROP ROLE test_user")


def test_their_scripts(team, postgresql):
    team.add("migrations/versions", *REVISIONS)
    history = team.sh("python scripts/migration_history.py").ok().out.split("-" * 50 + "\n")
    assert history[0].splitlines() == [
        "Revision: 20240204_1000_ba7c4", "Down Revision: 20240203_1000_9ef5", "Description: process events in batches",
        f"Path: {team.dir}/migrations/versions/batches.py"]
    assert len(history) == len(REVISIONS) + 1
    team.sh("alembic upgrade head").ok()
    postgresql.sql("INSERT INTO campaigns VALUES (1, '2026-01-02', '2026-01-01')")
    assert team.sh("python scripts/validate_migrations.py", PYTHONPATH=".").ok().out.splitlines() == [
        "Validation: SELECT COUNT(*) FROM information_schema.table_cons... Result: 1",
        "Validation: SELECT COUNT(*) FROM posts p LEFT JOIN users u ON ... Result: 0",
        "Validation: SELECT COUNT(*) FROM campaigns c WHERE c.start_dat... Result: 1"]
    timed = team.sh("""cat >run.py <<'END'
import sys
sys.path.insert(0, "scripts")
import test_migration_performance as script
script.create_test_data = script.verify_data_integrity = lambda *_: None
script.test_migration_performance()
END
alembic downgrade base && python run.py""").ok()
    assert re.fullmatch(r"Migration completed in \d+\.\d\d seconds\n", timed.out)
    assert team.version() == []


def test_their_monitoring(team, postgresql):
    """A table of runs that they fill themselves, and the questions to it."""
    done = team.sh("""
        set -e
        psql -qf sql/migration_history.sql
        psql -qc "INSERT INTO migration_history (revision, operation, started_at, completed_at, success) VALUES
            ('abc123', 'upgrade', '2026-01-05', '2026-01-05', true), ('abc123', 'downgrade', '2026-01-06', '2026-01-06', false),
            ('def456', 'upgrade', now(), NULL, NULL)"
        psql -Atf sql/monitoring.sql
    """).ok()
    assert re.match(r"def456\|upgrade\|", done.out) and "2026-01-01 00:00:00|2|1|50.00" in done.out
    team.add("migrations/versions", *REVISIONS)
    team.sh("alembic upgrade head").ok()
    assert "migration_history" in postgresql.tables()


def test_nothing_of_theirs_is_needed(team, tools):
    """The interpreter alone has neither of the two; behind `limbeck python` both are ours, whichever way it was named."""
    bare = team.sh(f"{tools}/venv/bin/python -c 'import pytest\nimport alembic'").fails().err
    assert "ModuleNotFoundError: No module named 'alembic'" in bare
    question = """python -c '
import alembic, sqlalchemy, sys
from app.core.database import Base
import app.models.ai_generation
print(sys.prefix, "limbeck" in alembic.__file__, "limbeck" in sqlalchemy.__file__, *Base.metadata.tables)'"""
    for way in ({}, {"VIRTUAL_ENV": "", "LIMBECK_PYTHON": f"{tools}/venv/bin/python"}):
        assert team.sh(question, **way).ok().out == f"{tools}/venv True True ai_generations\n"
