"""A monorepo: DATABASE_URL with an asynchronous driver for both databases, Mapped models in a library, make targets, pytest."""

import pytest

REVISIONS = ("products", "users", "optional", "backfill", "required")
DRIVERS = {"postgresql": "+asyncpg", "sqlite": "+aiosqlite"}
EXPECTED = {
    "postgresql": {
        "9a0d0c750001": """
            + products.id integer not null default nextval('products_id_seq'::regclass)
            + products.name character varying(255) not null
            + products.price double precision not null
            + products products_pkey: PRIMARY KEY (id)""",
        "05e650000002": """
            + users.id integer not null default nextval('users_id_seq'::regclass)
            + users.email character varying(255) not null
            + users.verified_at timestamp with time zone
            + users users_pkey: PRIMARY KEY (id)""",
        "e0a110000003": "+ users.email_verified boolean",
        "e0a110000004": "",
        "e0a110000005": """
            - users.email_verified boolean
            + users.email_verified boolean not null"""},
    "sqlite": {
        "9a0d0c750001": """
            + products.id INTEGER not null
            + products.name VARCHAR(255) not null
            + products.price FLOAT not null""",
        "05e650000002": """
            + users.id INTEGER not null
            + users.email VARCHAR(255) not null
            + users.verified_at DATETIME""",
        "e0a110000003": "+ users.email_verified BOOLEAN",
        "e0a110000004": "",
        "e0a110000005": """
            - users.email_verified BOOLEAN
            + users.email_verified BOOLEAN not null"""},
}


@pytest.fixture
def team(guide, database):
    """The template for asynchronous drivers, with the models and the address of the library."""
    made = guide("monorepo", database, DRIVERS[database.kind])
    made.sh("alembic init -t async alembic").ok()
    made.edit("alembic/env.py", ("target_metadata = None", """\
import os

from libs.analytics_core import models
from libs.analytics_core.database import Base

target_metadata = Base.metadata
config.set_main_option("sqlalchemy.url", os.environ["DATABASE_URL"])"""))
    made.identities = made.add("alembic/versions", *REVISIONS)
    return made


def test_every_migration(team, database):
    rows = []
    team.walk(team.identities, EXPECTED[database.kind],
              before={None: lambda: rows.extend(database.sql("SELECT email, email_verified FROM users ORDER BY id"))})
    assert rows == [("ann@example.com", True), ("o'neil@example.com", False)]


def test_make_targets(team):
    done = team.sh("""
        set -e
        make migrate-upgrade
        make migrate-current
        make migrate-downgrade
        make migrate-current
        make migrate-downgrade
        alembic upgrade +2
        make migrate-history
        alembic downgrade -1
        alembic upgrade e0a110000005
        alembic downgrade 05e6
        alembic upgrade e0a110000004
        alembic show e0a110000004
        curl http://localhost:8000/health/database
    """).ok()
    assert done.out == f"""\
e0a110000005 (head)
e0a110000004
e0a110000004 -> e0a110000005 (head), Make email_verified non-nullable
e0a110000003 -> e0a110000004, Backfill email_verified column
05e650000002 -> e0a110000003, Add optional email_verified column
9a0d0c750001 -> 05e650000002, Add user table
<base> -> 9a0d0c750001, Initial database schema
Rev: e0a110000004
Parent: e0a110000003
Path: {team.dir}/alembic/versions/backfill.py

    Backfill email_verified column
    
    Revision ID: e0a110000004
    Revises: e0a110000003
    Create Date: 2024-01-15 10:00:00.000000

"""
    assert team.calls() == ["curl http://localhost:8000/health/database"]
    assert team.version() == ["e0a110000004"]
    team.sh('make migrate-create MESSAGE="Initial database schema" && make migrate-upgrade').ok()
    assert team.sh("make migrate-current").ok().out.endswith(" (head)\n")


def test_conflict_and_drift(team):
    made = team.sh("""
        set -e
        alembic revision -m mine --rev-id aaa1
        alembic revision -m theirs --rev-id bbb2 --head e0a110000005 --splice
        alembic heads
        alembic merge heads -m "Merge migrations" --rev-id ccc3
        alembic stamp head
        make migrate-current
    """).ok()
    assert "aaa1 (head)\nbbb2 (head)\n" in made.out and made.out.endswith("ccc3 (head) (mergepoint)\n")


def test_their_pytest(team, database):
    assert team.sh("alembic upgrade head && alembic downgrade base").ok().err.count("Running") == 10
    for name in ("users", "optional", "backfill", "required"):
        (team.dir / f"alembic/versions/{name}.py").unlink()
    done = team.sh("pytest tests/test_database_migrations.py -v", PYTHONPATH=".")
    assert done.status == 0 and "2 passed" in done.out, done.out + done.err
    other = team.sh("TEST_DATABASE_URL=sqlite:///test2.db pytest tests/test_database_migrations.py", PYTHONPATH=".")
    assert other.status == 0 and "2 passed" in other.out, other.out + other.err
    assert (team.dir / "test2.db").exists()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_monitoring_and_backup(team, database):
    seen = team.sh("""
        set -e
        make migrate-upgrade
        psql -Atf monitoring.sql
        pg_dump $DATABASE_URL > backup_$(date +%Y%m%d_%H%M%S).sql
    """, PGDATABASE=database.name, DATABASE_URL=database.url).ok().out
    assert seen.splitlines()[:2] == ["e0a110000005", "1"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_address_with_options(team, database):
    """What asyncpg calls sslmode and what SQLite calls a file beside the project."""
    for url in (team.url + "&sslmode=prefer", "sqlite+aiosqlite:///./analytics.db"):
        assert team.sh("alembic upgrade head && alembic current", DATABASE_URL=url).ok().out == "e0a110000005 (head)\n"
    assert (team.dir / "analytics.db").exists()


def test_the_application_reads_what_was_migrated(team):
    """An asynchronous session of the library, as a request gets it, in the same interpreter without SQLAlchemy."""
    team.write("request.py", """
import asyncio

from libs.analytics_core.database import AsyncSession, get_db_session
from sqlalchemy import text


async def get_users():
    async for db in get_db_session():
        assert isinstance(db, AsyncSession)
        return (await db.execute(text("SELECT email FROM users WHERE email_verified"))).scalars().all()


print(asyncio.run(get_users()))
""")
    assert team.sh("alembic upgrade head && python request.py").ok().out == "['ann@example.com']\n"
