"""Debian's alembic, run in this process on a Python twin of a project: the other side of a comparison."""

import contextlib
import io
import logging
import os
import re
import unittest.mock
import warnings

from alembic import command
from alembic.config import Config
from alembic.util import CommandError

ENV = """\
from alembic import context
from sqlalchemy import create_engine, pool

EACH = context.config.get_main_option("each") == "yes"

if context.is_offline_mode():
    context.configure(url=context.config.get_main_option("sqlalchemy.url"), literal_binds=True, transaction_per_migration=EACH)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, transaction_per_migration=EACH)
        with context.begin_transaction():
            context.run_migrations()
"""

# Debian's 1.8.1 reads revisions in the order in which the file system happens to list them, and ties go by that order. Later versions
# sort the names, as limbeck does; so the oracle is given sorted names.
list_directory = os.listdir

SCRIPT = '''\
"""{message}"""
from alembic import op

revision = {identity!r}
down_revision = {down!r}
branch_labels = {labels!r}
depends_on = {depends!r}


def upgrade():
    op.execute({up!r})


def downgrade():
    op.execute({back!r})
'''


class Oracle:
    """Runs commands on @directory as `alembic` would; answers (failure or None, lines of standard output).

    @transaction: "run" for Alembic's default, "revision" for its transaction_per_migration."""

    def __init__(self, directory, url, transaction="run"):
        self.dir = directory
        (directory / "migrations" / "versions").mkdir(parents=True)
        (directory / "migrations" / "env.py").write_text(ENV)
        (directory / "migrations" / "script.py.mako").write_text("")
        address = url.replace("%", "%%")
        (directory / "alembic.ini").write_text(
            f"[alembic]\nscript_location = {directory}/migrations\nsqlalchemy.url = {address}\n"
            f"each = {'yes' if transaction == 'revision' else 'no'}\n")

    def revision(self, identity, **parts):
        (self.dir / "migrations" / "versions" / f"{identity}_step.py").write_text(SCRIPT.format(identity=identity, **parts))

    def __call__(self, name, *arguments, **options):
        written = io.StringIO()
        config = Config(str(self.dir / "alembic.ini"), stdout=written, output_buffer=written)
        failure = None
        logging.disable(logging.CRITICAL)
        try:
            with (warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()),
                  unittest.mock.patch("os.listdir", lambda *path: sorted(list_directory(*path)))):
                warnings.simplefilter("ignore")
                getattr(command, name)(config, *arguments, **options)
        except CommandError as error:
            failure = str(error)
        finally:
            logging.disable(logging.NOTSET)
        return failure, written.getvalue().splitlines()


def sort_labels(line):
    """Alembic lists labels in the order of a hashed set; ours are sorted."""
    return re.sub(r"\(([^()]*, [^()]*)\)", lambda match: "(" + ", ".join(sorted(match.group(1).split(", "))) + ")", line)
