"""Python revisions and an env.py for the live tests."""

import textwrap

ENV = """\
from sqlalchemy import engine_from_config, pool
from alembic import context
import os, signal, sys, time
{top}

def run():
    engine = engine_from_config(context.config.get_section(context.config.config_ini_section, {{}}), prefix="sqlalchemy.",
                                poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=None)
{before}
        with context.begin_transaction():
{run}
{after}

run()
"""

SCRIPT = """\
\"\"\"step {identity}\"\"\"
import os, signal, subprocess, sys, threading, time
import sqlalchemy as sa
from alembic import op

revision = {identity!r}
down_revision = {down!r}
{top}

def log(what):
    op.execute("INSERT INTO log (what) VALUES ('%s')" % what)

def upgrade():
{up}

def downgrade():
{back}
"""


def indented(text, spaces):
    return textwrap.indent(textwrap.dedent(text).strip("\n"), " " * spaces)


def write_env(project, top="", before="", run="context.run_migrations()", after=""):
    """An env.py as `alembic init` lays it down, with code of the test's at four places."""
    path = project.dir / "migrations" / "env.py"
    path.write_text(ENV.format(top=textwrap.dedent(top), before=indented(before, 8), run=indented(run, 12), after=indented(after, 8)))
    return path


def write_script(project, identity, down=None, up="pass", back="pass", top=""):
    """One Python revision. Its functions may call log(what), which writes a row into the table `log`."""
    path = project.versions / f"{identity}_step.py"
    path.write_text(SCRIPT.format(identity=identity, down=down, up=indented(up, 4), back=indented(back, 4), top=textwrap.dedent(top)))
    return path


def host_processes(project):
    """The processes that run scripts of this project: by their working directory."""
    import os

    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.readlink(f"/proc/{pid}/cwd") == str(project.dir):
                with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
                    found.append((int(pid), stat.read().rpartition(")")[2].split()[0]))
        except OSError:  # it has ended meanwhile
            pass
    return found
