"""Projects of Python revisions for benchmarks: env.py and alembic.ini as `init` lays them down, and what the scripts of each do."""

import pathlib
import re

import chain

TEMPLATE = pathlib.Path(__file__).resolve().parent.parent / "templates" / "generic"
REVISION = '''\
"""{message}

Revision ID: {id}
Revises: {down}
Create Date: 2026-11-21 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = {id!r}
down_revision = {down!r}
branch_labels = None
depends_on = None


def upgrade():
{up}

def downgrade():
{down_body}
'''
TABLE = """\
    op.create_table(
        "item_{n}",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("price", sa.Numeric(12, 2), server_default="0", nullable=False),
        sa.Column("in_stock", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.func.now(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("item_{n}_name_idx", "item_{n}", ["name"], unique=False)
"""
ROWS_TABLE = """\
    op.create_table(
        "{name}",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("price", sa.Float()),
        sa.Column("active", sa.Boolean()),
    )
"""
BULK = """\
    table = sa.table("bulk", sa.column("id"), sa.column("name"), sa.column("price"), sa.column("active"))
    rows = [{{"id": n, "name": "customer %d" % n, "price": n / 4, "active": n % 2 == 0}} for n in range({count})]
    op.bulk_insert(table, rows)
"""
EXECUTE = """\
    bind = op.get_bind()
    statement = sa.text("INSERT INTO small (id, name, price, active) VALUES (:id, :name, :price, :active)")
    for n in range({count}):
        bind.execute(statement, {{"id": n, "name": "customer %d" % n, "price": n / 4, "active": n % 2 == 0}})
"""
PSYCOPG = """\
import sys
import psycopg2
connection = psycopg2.connect(sys.argv[1])
cursor = connection.cursor()
for n in range({count}):
    cursor.execute("INSERT INTO small (id, name, price, active) VALUES (%(id)s, %(name)s, %(price)s, %(active)s)",
                   {{"id": n, "name": "customer %d" % n, "price": n / 4, "active": n % 2 == 0}})
connection.commit()
"""


def write_project(directory, url, bodies):
    """A project whose revisions do @bodies, pairs of upgrade and downgrade."""
    directory = pathlib.Path(directory)
    versions = directory / "migrations" / "versions"
    versions.mkdir(parents=True)
    ini = (TEMPLATE / "alembic.ini").read_text().replace("@script_location@", "%(here)s/migrations")
    ini = re.sub(r"(?m)^sqlalchemy\.url = .*$", lambda _: "sqlalchemy.url = " + url.replace("%", "%%"), ini)
    (directory / "alembic.ini").write_text(ini)
    (directory / "migrations" / "env.py").write_text((TEMPLATE / "env.py").read_text())
    (directory / "migrations" / "script.py.mako").write_text("")
    down = None
    for n, (up, down_body) in enumerate(bodies):
        identity = chain.identity(n)
        (versions / f"{identity}_revision_{n}.py").write_text(
            REVISION.format(message=f"revision {n}", id=identity, down=down, up=up, down_body=down_body))
        down = identity


def write_tables(directory, url, count):
    """@count revisions that make a table and an index each."""
    write_project(directory, url, ((TABLE.format(n=n), f'    op.drop_table("item_{n}")') for n in range(count)))


def write_rows(directory, url, table, body):
    """A revision that makes @table, and one that fills it."""
    write_project(directory, url, [(ROWS_TABLE.format(name=table), f'    op.drop_table("{table}")'),
                                   (body, f'    op.execute("DELETE FROM {table}")')])


def write_copy(path, count):
    """The rows of BULK as \\copy reads them."""
    with open(path, "w", encoding="ascii") as file:
        file.writelines("%d\tcustomer %d\t%r\t%s\n" % (n, n, n / 4, "ft"[n % 2 == 0]) for n in range(count))
