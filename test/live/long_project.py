"""Projects of more than a hundred revisions, as applications have them: made from a seed, the same for Alembic and for limbeck."""

import random

ENV = '''\
from logging.config import fileConfig

from alembic import context
from sqlalchemy import MetaData, create_engine, pool

config = context.config
fileConfig(config.config_file_name)
given = context.get_x_argument(as_dictionary=True)
metadata = MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s",
                                       "ix": "ix_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"})


def include_object(item, name, type_, reflected, compare_to):
    return not name.startswith("other_")


options = dict(target_metadata=metadata, include_object=include_object, compare_type=True, MORE)
engine = create_engine(given["url"], poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, **options)
    with context.begin_transaction():
        context.run_migrations()
'''

HEAD = '''\
"""{message}

Revision ID: {identity}
Revises: {revises}
Create Date: 2024-01-01 00:00:00

"""
import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy import orm

# revision identifiers, used by Alembic.
revision = {identity!r}
down_revision = {down!r}
branch_labels = {labels!r}
depends_on = {depends!r}


def upgrade():
{up}


def downgrade():
{back}
'''


class Maker:
    """Writes revisions one after the other; @batch: tables are altered in batch_alter_table, as on SQLite."""

    def __init__(self, seed, batch):
        self.dice, self.batch = random.Random(seed), batch
        self.with_unique = set()
        self.tables, self.number = {}, 0  # table -> its columns that may go again

    def step(self):
        """(message, upgrade lines, downgrade lines)"""
        self.number += 1
        if len(self.tables) < 3 or self.dice.random() < 0.2:
            return self.create()
        table = self.dice.choice(sorted(self.tables))
        return self.dice.choice([self.add, self.add, self.alter, self.index, self.rows, self.rows_by_table, self.rows_by_model, self.link,
                                 self.unique])(table)

    def create(self):
        name = f"thing{self.number}"
        self.tables[name] = []
        up = [f'op.create_table("{name}",',
              '    sa.Column("id", sa.Integer(), nullable=False),', '    sa.Column("name", sa.String(length=50), nullable=False),',
              '    sa.Column("size", sa.Integer(), nullable=True),',
              '    sa.Column("made", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),',
              f'    sa.Column("kind", sa.Enum("a", "b", name="kind{self.number}"), nullable=True),',
              '    sa.PrimaryKeyConstraint("id"),', ")",
              f'op.create_index(op.f("ix_{name}_name"), "{name}", ["name"], unique=False)',
              f'op.bulk_insert(sa.table("{name}", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("size", sa.Integer),'
              ' sa.column("made", sa.DateTime)),',
              '    [{"id": n, "name": "n%d" % n, "size": n * 2, "made": datetime.datetime(2024, 1, n)} for n in range(1, 5)])']
        back = [f'op.drop_index(op.f("ix_{name}_name"), table_name="{name}")', f'op.drop_table("{name}")',
                f'sa.Enum(name="kind{self.number}").drop(op.get_bind())']
        return f"create {name}", up, back

    def altered(self, table, *lines):
        """Lines on `batch`, which is a batch of the table or stands for op itself."""
        if self.batch:
            return [f'with op.batch_alter_table("{table}", schema=None) as batch:', *("    " + line for line in lines)]
        return [line.replace("batch.f(", "op.f(").replace("batch.", "op.").replace("(", f'("{table}", ', 1) for line in lines]

    def add(self, table):
        column = f"c{self.number}"
        kind = self.dice.choice(['sa.String(length=20), nullable=True', 'sa.Boolean(), server_default=sa.text("\'1\'"), nullable=False',
                                 'sa.Numeric(10, 2), nullable=True', 'sa.JSON(), nullable=True', 'sa.Text(), server_default="it\'s", nullable=False'])
        up = self.altered(table, f'batch.add_column(sa.Column("{column}", {kind}))')
        return f"add {column}", up, self.altered(table, f'batch.drop_column("{column}")')

    def alter(self, table):
        return ("alter name",
                self.altered(table, f'batch.alter_column("name", existing_type=sa.VARCHAR(length=50), type_=sa.String({60 + self.number}), existing_nullable=False)'),
                self.altered(table, f'batch.alter_column("name", existing_type=sa.String({60 + self.number}), type_=sa.VARCHAR(length=50), existing_nullable=False)'))

    def index(self, table):
        name = f"ix_{table}_{self.number}"
        return f"index {table}", [f'op.create_index("{name}", "{table}", ["size", "name"])'], [f'op.drop_index("{name}", table_name="{table}")']

    def unique(self, table):
        name = f"uq_{table}_{self.number}"
        if table in self.with_unique:  # SQLite shows two on the same columns as one
            return self.index(table)
        self.with_unique.add(table)
        if not self.batch:
            return ("unique", [f'op.create_unique_constraint("{name}", "{table}", ["id", "name"])'],
                    [f'op.drop_constraint("{name}", "{table}", type_="unique")'])
        return ("unique", self.altered(table, f'batch.create_unique_constraint("{name}", ["id", "name"])'),
                self.altered(table, f'batch.drop_constraint("{name}", type_="unique")'))

    def link(self, table):
        other = self.dice.choice(sorted(self.tables))
        column, name = f"l{self.number}_id", f"fk_{table}_{self.number}"
        add, gone = f'batch.add_column(sa.Column("{column}", sa.Integer(), nullable=True))', f'batch.drop_column("{column}")'
        if self.batch:
            return ("link", self.altered(table, add, f'batch.create_foreign_key("{name}", "{other}", ["{column}"], ["id"], ondelete="CASCADE")'),
                    self.altered(table, f'batch.drop_constraint("{name}", type_="foreignkey")', gone))
        return ("link", [*self.altered(table, add), f'op.create_foreign_key("{name}", "{table}", "{other}", ["{column}"], ["id"], ondelete="CASCADE")'],
                [f'op.drop_constraint("{name}", "{table}", type_="foreignkey")', *self.altered(table, gone)])

    def rows(self, table):
        return ("rows by text", ["connection = op.get_bind()",
                                 f'for row in connection.execute(sa.text("SELECT id, size FROM {table} ORDER BY id")).fetchall():',
                                 f'    connection.execute(sa.text("UPDATE {table} SET size = :s WHERE id = :i"), dict(s=(row.size or 0) + 1, i=row[0]))',
                                 f'print("{table} has rows:", connection.execute(sa.text("SELECT count(*) FROM {table}")).scalar())'],
                [f'op.execute("UPDATE {table} SET size = size - 1")'])

    def rows_by_table(self, table):
        made = f'table = sa.table("{table}", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("size", sa.Integer), sa.column("made", sa.DateTime))'
        return ("rows by table", [made, f'op.execute(table.insert().values(id={100 + self.number}, name="it\'s 5%", size=7, made=datetime.datetime(2024, 2, 29, 1)))',
                                  'op.execute(table.update().where(table.c.size > 3).values(name=sa.func.upper(table.c.name)))'],
                [made, f'op.execute(table.delete().where(table.c.id == {100 + self.number}))'])

    def rows_by_model(self, table):
        return ("rows by model", ["Base = orm.declarative_base()", "class Thing(Base):", f'    __tablename__ = "{table}"',
                                  "    id = sa.Column(sa.Integer, primary_key=True)", "    name = sa.Column(sa.String(50))",
                                  "    size = sa.Column(sa.Integer)", "session = orm.Session(bind=op.get_bind())",
                                  "for thing in session.query(Thing).filter(Thing.size > 2).order_by(Thing.id):",
                                  '    thing.name = thing.name[:9] + "m"', "session.commit()"], ["pass"])


def write(directory, seed, count, batch, more, ini):
    """A project with @count revisions in a chain with branches, merges, labels and dependencies; returns their ids. @more: of context.configure."""
    maker = Maker(seed, batch)
    versions = directory / "migrations" / "versions"
    versions.mkdir(parents=True)
    (directory / "alembic.ini").write_text(ini)
    (directory / "migrations" / "env.py").write_text(ENV.replace("MORE", more))
    heads, indent = None, lambda lines: "\n".join("    " + line for line in lines)
    side, made = None, []
    for number in range(1, count + 1):
        identity = f"{number:04x}{(number * 2654435761) % 2**32:08x}"
        labels = depends = None
        down = heads
        if number % 20 == 10:  # a branch of one revision, merged after the next
            side = identity
            labels = (f"side{number}",)
        elif number % 20 == 12:
            down, side = (heads, side), None
        elif number % 20 == 11 and number > 20:
            depends = first
        message, up, back = maker.step() if not isinstance(down, tuple) else ("merge", ["pass"], ["pass"])
        revises = ", ".join(down) if isinstance(down, tuple) else down or ""
        (versions / f"{identity}_{message.replace(' ', '_')}.py").write_text(HEAD.format(
            message=message, identity=identity, revises=revises, down=down, labels=labels, depends=depends, up=indent(up), back=indent(back)))
        if number == 1:
            first = identity
        made.append(identity)
        if side != identity:
            heads = identity
    return made
