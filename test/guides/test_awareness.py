"""An awareness platform: an asynchronous address, env.py with a plain `with` on the AsyncEngine, scripts for the day of deployment."""

import re

import pytest

REVISIONS = ("initial", "preferences", "role", "email_verified", "large_table", "departments", "display_name", "no_text_role", "enum_role",
             "profiles", "zero_downtime", "timeout", "audit", "search", "performance")


EXPECTED = {
    "abc123": """
        + user_preferences.created_at timestamp with time zone default now()
        + user_preferences.email_notifications boolean not null default true
        + user_preferences.id integer not null default nextval('user_preferences_id_seq'::regclass)
        + user_preferences.language character varying(10) not null default 'en'::character varying
        + user_preferences.theme character varying(50) not null default 'light'::character varying
        + user_preferences.updated_at timestamp with time zone
        + user_preferences.user_id integer not null
        + user_preferences user_preferences_pkey: PRIMARY KEY (id)
        + user_preferences fk_user_preferences_user_id: FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
        + user_preferences uq_user_preferences_user_id: UNIQUE (user_id)
        + INDEX ix_user_preferences_user_id ON user_preferences USING btree (user_id)
        + users.preferences_id integer
        + users fk_users_preferences: FOREIGN KEY (preferences_id) REFERENCES user_preferences(id)""",
    "0003": """
        + users.role character varying(50) not null
        - users.is_admin boolean not null default false""",
    "0004": "+ users.email_verified boolean not null default false",
    "0005": '+ INDEX ix_large_table_column ON large_table USING btree ("column")',
    "0006": """
        + company_departments.company_id integer not null
        + company_departments.created_at timestamp with time zone default now()
        + company_departments.id integer not null default nextval('company_departments_id_seq'::regclass)
        + company_departments.manager_id integer
        + company_departments.name character varying(100) not null
        + company_departments company_departments_pkey: PRIMARY KEY (id)
        + company_departments fk_company_departments_company_id: FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
        + company_departments fk_company_departments_manager_id: FOREIGN KEY (manager_id) REFERENCES users(id) ON DELETE SET NULL
        + company_departments uq_company_department: UNIQUE (company_id, name)
        + INDEX ix_company_departments_company_id ON company_departments USING btree (company_id)
        + INDEX ix_company_departments_manager_id ON company_departments USING btree (manager_id)""",
    "0007": """
        + users.display_name character varying(255)
        - users.full_name character varying(255)""",
    "0009": """
        + type user_role (user, admin, manager)
        + users.role user_role not null default 'user'::user_role""",
    "0010": """
        + user_profiles.address text
        + user_profiles.avatar_url character varying(500)
        + user_profiles.bio text
        + user_profiles.id integer not null default nextval('user_profiles_id_seq'::regclass)
        + user_profiles.phone character varying(20)
        + user_profiles.user_id integer not null
        + user_profiles user_profiles_pkey: PRIMARY KEY (id)
        + user_profiles fk_user_profiles_user_id: FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
        + user_profiles uq_user_profiles_user_id: UNIQUE (user_id)
        - users.address text
        - users.avatar_url character varying(500)
        - users.bio text
        - users.phone character varying(20)""",
    "0011": "+ users.new_field character varying(100)",
    "0012": "+ INDEX ix_enrollments_course ON enrollments USING btree (course_id)",
    "0013": """
        + articles.created_by integer
        + articles.deleted_at timestamp with time zone
        + articles.updated_by integer
        + articles fk_articles_created_by: FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL
        + articles fk_articles_updated_by: FOREIGN KEY (updated_by) REFERENCES users(id) ON DELETE SET NULL
        + INDEX ix_articles_deleted_at ON articles USING btree (deleted_at)""",
    "0014": """
        + articles.search_vector tsvector
        + INDEX ix_articles_search_vector ON articles USING gin (search_vector)
        + function articles_search_trigger()
        + trigger articles_search_update on articles""",
    "0015": """
        + INDEX ix_users_active ON users USING btree (email) WHERE (is_active = true)
        + INDEX ix_users_created_at ON users USING btree (created_at)
        + INDEX ix_users_email_lower ON users USING btree (lower((email)::text))
        + UNIQUE INDEX ix_enrollments_user_course ON enrollments USING btree (user_id, course_id)""",
}

ROWS = """
INSERT INTO users (id, email, full_name, is_admin, bio, phone, old_field) VALUES
    (1, 'ann@example.com', 'Ann', true, 'it''s me; "Ann" :name 100%', '0', 'kept'), (2, 'bob@example.com', 'Bob', false, NULL, '', NULL);
INSERT INTO articles (title, content) VALUES ('Phishing', 'about hooks');
"""


@pytest.fixture
def team(guide, postgresql):
    made = guide("awareness", postgresql)
    made.sh("mv alembic theirs && alembic init alembic && mv theirs/env.py alembic/ && rm -r theirs").ok()
    return made


def test_every_migration(team, postgresql):
    kept = {}

    def keep(query):
        return lambda: kept.update({query: postgresql.sql(query)})

    users = "SELECT role, email_verified FROM users ORDER BY id"
    profiles = "SELECT id, user_id, bio, avatar_url, phone FROM user_profiles"
    fields = "SELECT new_field FROM users ORDER BY id"
    vector = "SELECT search_vector::text FROM articles ORDER BY id"
    team.walk(team.add("alembic/versions", *REVISIONS), EXPECTED, before={
        "abc123": lambda: postgresql.sql(ROWS),
        "0005": keep(users),
        "0011": keep(profiles),
        "0012": keep(fields),
        "0015": lambda: (postgresql.sql("INSERT INTO articles (title) VALUES ('Later')"), keep(vector)()),
    })
    assert kept == {
        users: [("admin", False), ("user", False)],
        profiles: [(1, 1, 'it\'s me; "Ann" :name 100%', None, "0")],
        fields: [("kept",), ("default",)],
        vector: [("'hook':3B 'phish':1A",), ("'later':1A",)],
    }


def test_the_portable_part_on_sqlite(guide, sqlite):
    team = guide("awareness", sqlite, "+aiosqlite")
    team.sh("mv alembic theirs && alembic init alembic && mv theirs/env.py alembic/").ok()
    team.walk(team.add("alembic/versions", "initial", "departments", "display_name", "performance"), {
        "0006": """
            + company_departments.company_id INTEGER not null
            + company_departments.created_at DATETIME default CURRENT_TIMESTAMP
            + company_departments.id INTEGER not null
            + company_departments.manager_id INTEGER
            + company_departments.name VARCHAR(100) not null
            + company_departments -> companies.id CASCADE
            + company_departments -> users.id SET NULL
            + INDEX ix_company_departments_company_id ON company_departments (company_id)
            + INDEX ix_company_departments_manager_id ON company_departments (manager_id)""",
        "0007": """
            + users.display_name VARCHAR(255)
            - users.full_name VARCHAR(255)""",
        "0015": """
            + INDEX ix_users_active ON users (email)
            + INDEX ix_users_created_at ON users (created_at)
            + INDEX ix_users_email_lower ON users (LOWER(email))
            + UNIQUE INDEX ix_enrollments_user_course ON enrollments (user_id, course_id)"""})


def test_commands(team, postgresql):
    team.add("alembic/versions", *REVISIONS)
    done = team.sh("""
        alembic current
        alembic history
        alembic upgrade abc123
        alembic upgrade +1
        alembic downgrade -1
        alembic current
        alembic upgrade head
        alembic downgrade abc123
        alembic downgrade base
        alembic upgrade head
        alembic downgrade -1
        alembic upgrade head
        alembic current
    """).ok()
    assert done.out.splitlines() == [
        "0014 -> 0015 (head), performance",
        *(f"{down} -> {up}, {about}" for down, up, about in (
            ("0013", "0014", "full-text search"), ("0012", "0013", "audit fields"), ("0011", "0012", "timeout of a statement"),
            ("0010", "0011", "column without downtime"), ("0009", "0010", "split users"), ("0008", "0009", "user role enum"),
            ("0007", "0008", "room for the enum"), ("0006", "0007", "display_name"), ("0005", "0006", "company departments"),
            ("0004", "0005", "index of a large table"), ("0003", "0004", "email_verified"), ("abc123", "0003", "role instead of is_admin"),
            ("def456", "abc123", "Add user preferences table"))),
        "<base> -> def456, initial migration",
        "abc123",
        "0015 (head)"]
    assert done.err == ""  # env.py does not read the logging sections


def test_new_file_and_merge(team):
    team.add("alembic/versions", *REVISIONS[:2])
    team.sh('alembic revision -m "Add custom index" --rev-id rev1 && alembic revision --head abc123 --splice -m other --rev-id rev2').ok()
    assert [path.name for path in (team.dir / "alembic/versions").glob("*_add_custom_index.py")] == ["rev1_add_custom_index.py"]
    team.sh('alembic merge -m "Merge migrations" rev1 rev2').ok()
    assert team.sh("alembic upgrade head && alembic current").ok().out.endswith(" (head) (mergepoint)\n")


def test_stamp_and_recovery(team, postgresql):
    team.add("alembic/versions", *REVISIONS[:4])
    assert "Can't locate revision identified by 'nowhere'" in team.sh("alembic upgrade nowhere").fails().err
    team.sh("""
        set -e
        alembic upgrade abc123
        alembic stamp head  # Force to latest
        alembic stamp abc123  # Force to specific revision
    """).ok()
    assert team.version() == ["abc123"]
    assert team.sh("psql -Atf recovery.sql").ok().out.splitlines() == ["abc123", "UPDATE 1"]
    assert "Can't locate revision identified by 'previous_version'" in team.sh("alembic upgrade head").fails().err
    postgresql.sql("UPDATE alembic_version SET version_num = 'abc123';")
    team.sh("alembic upgrade head").ok()
    assert team.version() == ["0004"]


def test_sql_for_psql(team, postgresql):
    identities = team.add("alembic/versions", "initial", "preferences", "email_verified", "large_table", "departments", "display_name",
                          "audit", "search", "performance")
    script = team.sh("alembic upgrade head --sql > migration.sql && psql -v ON_ERROR_STOP=1 $DATABASE_URL < migration.sql",
                     DATABASE_URL=postgresql.url).ok()
    offline = team.catalogue()
    assert team.version() == identities[-1:]
    assert (team.dir / "migration.sql").read_text().count("-- Running upgrade") == len(identities) and "CREATE INDEX" in script.out
    postgresql.clear()
    team.sh("alembic upgrade head").ok()
    assert team.catalogue() == offline


def test_sql_of_a_script_that_reads(team):
    """A script that asks for rows cannot be written as SQL; it is not written as if there were none."""
    team.add("alembic/versions", *REVISIONS)
    refused = team.sh("alembic upgrade head --sql").fails()
    assert "the rows of a statement cannot be read while SQL is only written (--sql)" in refused.err
    assert f"at: {team.dir}/alembic/versions/role.py:" in refused.err and "COMMIT" not in refused.out


def test_before_the_day(team, postgresql):
    team.add("alembic/versions", *REVISIONS)
    team.sh("alembic upgrade abc123").ok()
    asked = team.sh("echo y | bash pre_migration_check.sh", DATABASE_URL=postgresql.url).ok()
    assert "Current migration version:\nabc123\nHave you tested" in asked.out and re.search(r"public +\| user_preferences +\| ", asked.out)
    backup, = team.dir.glob("backup_*.sql")
    assert "CREATE TABLE public.user_preferences" in backup.read_text()
    assert team.sh("echo n | bash pre_migration_check.sh", DATABASE_URL=postgresql.url).fails(1).out.endswith("test on staging first!\n")


@pytest.mark.parametrize("healthy", [True, False])
def test_the_day(team, postgresql, healthy):
    """The script that migrates, asks the application how it is and goes back one step if it is not well."""
    team.add("alembic/versions", *REVISIONS)
    team.sh("alembic upgrade 0014").ok()
    done = team.sh("bash migrate_production.sh", DATABASE_URL=postgresql.url, BROKEN="" if healthy else "curl")
    assert "Verifying migration...\n0015 (head)\n" in done.out
    assert team.calls() == ["touch /var/www/maintenance.flag", "curl -f http://localhost:8000/health"]
    assert len(list(team.dir.glob("backup_*.sql.gz"))) == 1
    if healthy:
        assert done.ok().out.endswith("=== Migration Complete ===\n") and team.version() == ["0015"]
    else:
        assert done.fails(1).out.endswith("Health check failed! Rolling back...\n") and team.version() == ["0014"]


def test_both_ways_to_write_the_asynchronous_env(guide, postgresql):
    """The guide's plain `with`, and the template's asyncio.run."""
    team = guide("awareness", postgresql, "+asyncpg")
    team.sh("rm -r alembic && alembic init -t async alembic").ok()
    team.edit("alembic/env.py", ("target_metadata = None", "import os\nfrom backend.models import *\nfrom backend.db.base import Base\n"
                                 "target_metadata = Base.metadata\nconfig.set_main_option('sqlalchemy.url', os.environ['DATABASE_URL'])"))
    team.add("alembic/versions", *REVISIONS)
    assert team.sh("alembic upgrade head && alembic current", PYTHONPATH=".").ok().out == "0015 (head)\n"
    team.sh("alembic downgrade base", PYTHONPATH=".").ok()
    assert team.catalogue() == set()
