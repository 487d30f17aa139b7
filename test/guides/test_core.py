"""The patterns of one team's guide: columns, indexes with and without a transaction, renames, keys, data, checks, and no way back."""

import pytest

CHAIN = ("initial", "column", "index", "rename", "foreign_key", "data", "check")
EXPECTED = {
    "c0002": "+ table_name.new_column character varying(100)",
    "c0003": "+ INDEX ix_table_column ON table_name USING btree (column_name)",
    "c0004": """
        + table_name.new_column_name character varying(50)
        - table_name.old_column_name character varying(50)""",
    "c0005": """
        + table_name.foreign_id integer
        + table_name fk_table_foreign: FOREIGN KEY (foreign_id) REFERENCES foreign_table(id) ON DELETE CASCADE""",
    "c0006": "+ users.is_active boolean not null",
    "c0007": "+ users ck_users_age_positive: CHECK ((age > 0))",
}
USERS = "INSERT INTO users (id, status, age) VALUES (1, 'active', 40), (2, 'gone', 50), (3, 'it''s', NULL)"


@pytest.fixture
def team(guide, database):
    """`alembic init` and the address, as every project begins."""
    made = guide("core", database)
    made.sh("alembic init migrations").ok()
    made.edit("alembic.ini", ("driver://user:pass@localhost/dbname", database.url))
    return made


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_every_pattern(team, database):
    active = []
    team.walk(team.add("migrations/versions", *CHAIN), EXPECTED, before={
        "c0006": lambda: database.sql(USERS), None: lambda: active.extend(database.sql("SELECT is_active FROM users ORDER BY id"))})
    assert active == [(True,), (False,), (False,)]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_portable_part(team):
    team.walk(team.add("migrations/versions", *CHAIN[:4]), {
        "c0002": "+ table_name.new_column VARCHAR(100)",
        "c0003": "+ INDEX ix_table_column ON table_name (column_name)",
        "c0004": """
            + table_name.new_column_name VARCHAR(50)
            - table_name.old_column_name VARCHAR(50)"""})


def test_commit_before_concurrently(team, database):
    """op.execute('COMMIT') and the keyword, where there is no such thing too."""
    identities = team.add("migrations/versions", "initial", "concurrent_index", "column")
    using = " USING btree" if database.kind == "postgresql" else ""
    team.walk(identities, {"c0008": f"+ INDEX ix_table_column ON table_name{using} (column_name)"})
    team.sh("alembic downgrade base && alembic upgrade head").ok()
    assert "ix_table_column" in "".join(team.catalogue()) and team.version() == ["c0002"]


def test_no_way_back(team, database):
    """The script's own words, and the database stays where it is."""
    team.add("migrations/versions", "initial", "column", "irreversible")
    team.sh("alembic upgrade +2").ok()
    database.sql(USERS)
    team.sh("alembic upgrade head").ok()
    assert database.sql("SELECT count(*) FROM users") == [(2,)]
    refused = team.sh("alembic downgrade base").fails()
    assert "NotImplementedError: This migration cannot be automatically reversed. Manual intervention required." in refused.err
    assert "c0009" in refused.err
    assert team.version() == ["c0009"]
    assert "new_column" in "".join(team.catalogue())


def test_commands(team, database):
    team.add("migrations/versions", *CHAIN[:4])
    done = team.sh("""
        alembic upgrade head
        alembic current
        alembic downgrade -1
        alembic upgrade head
        alembic current
        alembic history
        alembic downgrade c0002
        alembic stamp c0003
        alembic current
        alembic stamp c0002
        alembic downgrade base
        alembic stamp head
        alembic current
        alembic stamp base
    """).ok()
    assert done.out == """\
c0004 (head)
c0004 (head)
c0003 -> c0004 (head), rename
c0002 -> c0003, index
c0001 -> c0002, column
<base> -> c0001, tables
c0003
c0004 (head)
"""
    verbose = team.sh("alembic upgrade head && alembic history --verbose").ok().out
    assert verbose.startswith(f"Rev: c0004 (head)\nParent: c0003\nPath: {team.dir}/migrations/versions/rename.py\n\n    rename\n")
    made = team.sh('alembic revision -m "add user role column" && alembic upgrade head && alembic current').ok()
    path, = (team.dir / "migrations/versions").glob("*_add_user_role_column.py")
    assert made.out.endswith(f"{path.name[:12]} (head)\n")
    assert "down_revision" in path.read_text()


def test_stamp_an_empty_database(team, database):
    """What the guide does when the version table is missing."""
    team.add("migrations/versions", *CHAIN[:4])
    team.sh("alembic stamp head").ok()
    assert database.tables() == {"alembic_version"} and team.version() == ["c0004"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_restore_from_a_backup(team, database):
    team.add("migrations/versions", *CHAIN)
    who = {"DB_HOST": database.cluster.dir, "DB_USER": "postgres", "DB_NAME": database.name}
    team.sh("""
        alembic upgrade c0005
        pg_dump -h $DB_HOST -U $DB_USER -d $DB_NAME > backup_$(date +%Y%m%d_%H%M%S).sql
        alembic upgrade head
        curl https://api.example.com/health
    """, **who).ok()
    before = team.catalogue()
    database.clear()
    restored = team.sh("""
        systemctl stop mexa-core
        psql -q -h $DB_HOST -U $DB_USER -d $DB_NAME < backup_*.sql
        psql -At -h $DB_HOST -U $DB_USER -d $DB_NAME -c "SELECT * FROM alembic_version;"
        systemctl start mexa-core
        alembic upgrade head
    """, **who).ok()
    assert "c0005\n" in restored.out and team.catalogue() == before and team.version() == ["c0007"]
    assert team.calls() == ["curl https://api.example.com/health", "systemctl stop mexa-core", "systemctl start mexa-core"]
