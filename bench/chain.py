"""Chains of N revisions for benchmarks: each makes a table with six columns and an index."""

import pathlib

TABLE = """\
CREATE TABLE item_{n} (
    id bigint PRIMARY KEY,
    name varchar(200) NOT NULL,
    price numeric(12, 2) NOT NULL DEFAULT 0,
    in_stock boolean NOT NULL DEFAULT true,
    created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    notes text
);
CREATE INDEX item_{n}_name_idx ON item_{n} (name);
"""
SQL_REVISION = """\
-- make item {n}
--
-- revision: {id}
-- down_revision: {down}
-- create_date: 2026-11-21 10:00:00+00:00

-- limbeck:upgrade
{up}
-- limbeck:downgrade
DROP TABLE item_{n};
"""
PYTHON_REVISION = '''\
"""make item {n}

Revision ID: {id}
Revises: {down}
"""
from alembic import op

revision = "{id}"
down_revision = {down!r}
branch_labels = None
depends_on = None


def upgrade():
    op.execute("""{table}""")
    op.execute("""{index}""")


def downgrade():
    op.execute("DROP TABLE item_{n}")
'''
ENV = """\
from alembic import context
from sqlalchemy import create_engine, pool

engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""


def identity(number):
    """Ids as people have them, twelve hex digits, in no order: the order of the files says nothing about the chain."""
    return f"{(number * 0x9E3779B97F4A7C15 + 0x1234567) & 0xFFFFFFFFFFFF:012x}"


def write_sql_project(directory, count, ini=""):
    """An SQL project of @count revisions without an address; the paths of its files in the order of the chain."""
    directory = pathlib.Path(directory)
    versions = directory / "migrations" / "versions"
    versions.mkdir(parents=True)
    (directory / "alembic.ini").write_text(f"[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n[limbeck]\n{ini}\n")
    paths, down = [], ""
    for n in range(count):
        path = versions / f"{identity(n)}_make_item_{n}.sql"
        path.write_text(SQL_REVISION.format(n=n, id=identity(n), down=down, up=TABLE.format(n=n)).replace("revision: \n", "revision:\n"))
        paths.append(path)
        down = identity(n)
    return paths


def write_python_project(directory, count, url):
    """The same chain for Alembic."""
    directory = pathlib.Path(directory)
    versions = directory / "migrations" / "versions"
    versions.mkdir(parents=True)
    (directory / "alembic.ini").write_text(f"[alembic]\nscript_location = {directory}/migrations\nsqlalchemy.url = {url}\n")
    (directory / "migrations" / "env.py").write_text(ENV)
    (directory / "migrations" / "script.py.mako").write_text("")
    down = None
    for n in range(count):
        table, index = TABLE.format(n=n).split(";\n")[:2]
        (versions / f"{identity(n)}_make_item_{n}.py").write_text(
            PYTHON_REVISION.format(n=n, id=identity(n), down=down, table=table, index=index))
        down = identity(n)


def write_plain_sql(path, count, each_in_transaction=False, around=("", "")):
    """The chain's statements in one file, as a person would run them by hand."""
    begin, commit = ("BEGIN;\n", "COMMIT;\n") if each_in_transaction else ("", "")
    with open(path, "w", encoding="ascii") as file:
        file.write(around[0])
        for n in range(count):
            file.write(begin + TABLE.format(n=n) + commit)
        file.write(around[1])
