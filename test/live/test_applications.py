"""A project in the manner of a web application, run by limbeck (with its own SQLAlchemy and with the installed one) and
by Debian's alembic: the same schema, rows and output."""

import os
import subprocess

import pytest

from conftest import Project, SqliteDatabase
from scripts import write_script

MODELS = """\
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base(metadata=sa.MetaData(naming_convention={
    "ix": "ix_%(column_0_label)s", "fk": "fk_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"}))

class Role(Base):
    __tablename__ = "role"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(80), unique=True)
    users = relationship("User", back_populates="role", lazy="dynamic")

class User(Base):
    __tablename__ = "user"
    id = sa.Column(sa.Integer, primary_key=True)
    email = sa.Column(sa.String(200), nullable=False, index=True)
    role_id = sa.Column(sa.Integer, sa.ForeignKey("role.id"))
    role = relationship(Role, back_populates="users")

@event.listens_for(User, "before_insert")
def lower(mapper, connection, user):
    user.email = user.email.lower()
"""

ENV = """\
from logging.config import fileConfig
import sqlalchemy as sa
from alembic import context
import models

fileConfig(context.config.config_file_name)
engine = sa.create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    connection.execute(sa.text("PRAGMA foreign_keys=OFF"))
    context.configure(connection=connection, target_metadata=models.Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
"""

UP = """
bind = op.get_bind()
models.Base.metadata.create_all(bind)
with Session(bind=bind) as session:
    role = models.Role(name="admin")
    session.add_all([role, models.User(email="B@x", role=role), models.User(email="A@x", role=role)])
    session.flush()
    print([user.email for user in role.users.order_by(models.User.email)], role.users.count())
    print(role.users.filter_by(email="a@x").one().role.name)
    session.commit()
print([column["name"] for column in sa.inspect(bind).get_columns("user")])
print([key["referred_table"] for key in sa.inspect(bind).get_foreign_keys("user")])
with op.batch_alter_table("user") as batch:
    batch.add_column(sa.Column("active", sa.Boolean(), server_default=sa.text("1"), nullable=False))
op.create_index("ix_lower", "user", [sa.literal_column("lower(email) DESC")])
"""
BACK = """
op.drop_index("ix_lower", "user")
models.Base.metadata.drop_all(op.get_bind())
"""
TOP = "import models\nfrom sqlalchemy.orm import Session\n"


def outcome(directory, run):
    """What the tools' commands print, and the database after each."""
    directory.mkdir()
    database = SqliteDatabase(directory)
    project = Project(directory, url=database.url)
    (project.dir / "models.py").write_text(MODELS)
    (project.dir / "migrations" / "env.py").write_text(ENV)
    write_script(project, "a1", up=UP, back=BACK, top=TOP)
    found = []
    for command in (["upgrade", "head"], ["downgrade", "base"], ["upgrade", "head"]):
        found.append(run(project, command))
        rows = database.sql("SELECT name, sql FROM sqlite_master ORDER BY name")
        found.append([(name, " ".join((sql or "").split())) for name, sql in rows])
        found.append(database.sql("SELECT * FROM alembic_version"))
        if command[0] == "upgrade":
            found.append(database.sql('SELECT * FROM "user" ORDER BY id'))
    return found


def by_alembic(project, command):
    done = subprocess.run(["/usr/bin/python3", "-m", "alembic", *command], cwd=project.dir, stdout=subprocess.PIPE,
                          env=dict(os.environ, PYTHONPATH=str(project.dir)), check=True)
    return done.stdout.decode()


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return outcome(tmp_path_factory.mktemp("alembic") / "project", by_alembic)


@pytest.mark.parametrize("sqlalchemy", ["own", "installed"])
def test_web_application(tmp_path, expected, sqlalchemy):
    python = tmp_path / "python"
    choice = "LIMBECK_SQLALCHEMY=real " if sqlalchemy == "installed" else ""
    python.write_text(f'#!/bin/sh\n{choice}exec /usr/bin/python3 "$@"\n')
    python.chmod(0o755)

    def by_limbeck(project, command):
        variables = {"LIMBECK_PYTHON": str(python), "PYTHONPATH": str(project.dir)}
        return project(*command, env=variables).ok().out

    assert outcome(tmp_path / "project", by_limbeck) == expected
