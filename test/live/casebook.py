"""The cases of test/live/cases/*.txt as one project with a revision for each, and how to run it by Alembic and by limbeck.

Everything a case names by `account` or `item` gets its number, so that all can stand in one database."""

import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import textwrap

BOOK = pathlib.Path(__file__).resolve().parent / "cases"
PYTHON = "/usr/bin/python3"

INI = """\
[alembic]
script_location = %(here)s/migrations
prepend_sys_path = .

[loggers]
keys = root,alembic
[handlers]
keys = console
[formatters]
keys = generic
[logger_root]
level = WARN
handlers = console
qualname =
[logger_alembic]
level = WARN
handlers =
qualname = alembic
[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic
[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
datefmt = %H:%M:%S
"""

REVISION = '''\
from prelude import *

revision = "{identity}"
down_revision = {down!r}


def upgrade():
{given}    with noting({number}{more}):
{up}


def downgrade():
    with noting({number}{more}):
{back}
{away}'''


@dataclasses.dataclass
class Case:
    """What a file says: the code of upgrade() and of downgrade(), and what tables are there before."""

    text: str
    up: str
    back: str
    needs: tuple = ()


def read_columns(path):
    """columns.txt: a line is what stands in sa.Column("c", ...)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            up = (f'op.create_table("account", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("c", {line}))\n'
                  f'op.add_column("account", sa.Column("d", {line}))')
            yield Case(line, up, 'op.drop_column("account", "d")\nop.drop_table("account")')


def read_operations(path):
    """Cases between blank lines at the margin, under headings that name the tables they need."""
    needs = ()
    text = re.sub(r"^#.*\n", "", path.read_text(encoding="utf-8"), flags=re.M)
    for block in re.split(r"\n\n(?=\S)", text.strip()):
        heading = re.fullmatch(r"\[(.*)\]", block)
        if heading:
            needs = tuple(name for name in heading.group(1).split() if name != "nothing")
            continue
        up, found, back = block.partition("\n=>\n")
        yield Case(up, up, back if found else 'op.drop_table("account")', needs)


def read_all():
    return [*read_columns(BOOK / "columns.txt"), *read_operations(BOOK / "operations.txt"), *read_operations(BOOK / "batch.txt")]


def numbered(code, number):
    """The code with names of its own: account -> account12."""
    return re.sub(r"(?i)(account|item)(?!_?table|_id)", lambda match: f"{match.group(0)}{number}", code)


def write_project(directory, cases):
    """One revision for each case, in one chain: c1, c2, ..."""
    versions = directory / "migrations" / "versions"
    versions.mkdir(parents=True)
    (directory / "alembic.ini").write_text(INI)
    shutil.copy(BOOK / "env.py", directory / "migrations" / "env.py")
    shutil.copy(BOOK / "prelude.py", directory / "prelude.py")
    down = None
    for number, case in enumerate(cases, 1):
        names = {"account": f'"account{number}"', "item": f'"item{number}", "account{number}"'}
        tables = f"account_table = table_of({names['account']})\n" if "account_table" in case.up + case.back else ""
        code = {side: textwrap.indent(tables + numbered(text, number), " " * 8) for side, text in (("up", case.up), ("back", case.back))}
        given = "".join(f"    make_{name}({names[name]})\n" for name in case.needs)
        away = "".join(f'    op.execute("DROP TABLE IF EXISTS {name}{number}")\n' for name in reversed(case.needs))
        more = ", can_fail=False" if ".commit()" in case.up else ""
        (versions / f"c{number:04}.py").write_text(
            REVISION.format(identity=f"c{number:04}", down=down, number=number, more=more, given=given, away=away, **code))
        down = f"c{number:04}"


@dataclasses.dataclass
class Side:
    """A program that runs the project."""

    command: list
    directory: pathlib.Path
    environment: dict

    def start(self, *arguments):
        return subprocess.Popen([*self.command, *arguments], cwd=self.directory, env=self.environment, text=True, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def sides(directory, program, environment):
    """(Alembic, limbeck), to run in @directory."""
    run = "import sys; from alembic.config import main; sys.argv[0] = 'alembic'; main()"
    return Side([PYTHON, "-W", "ignore", "-c", run], directory, environment), Side([str(program)], directory, environment)


def raised(err):
    """case number -> what it raised, in order."""
    found = {}
    for number, what in re.findall(r"^case (\d+) raised (.*)$", err, flags=re.M):
        found.setdefault(int(number), []).append(what)
    return found

def split_steps(out):
    """case number -> the text that --sql wrote for it; 0 is what stands before the first."""
    parts = re.split(r"^(-- Running \w+ .*)$", out, flags=re.M)
    found = {0: parts[0]}
    for heading, body in zip(parts[1::2], parts[2::2]):
        direction, old, new = re.match(r"-- Running (\w+) (?:c0*(\d+))? ?-> (?:c0*(\d+))?", heading).groups()
        found[int(new if direction == "upgrade" else old)] = heading + body
    return found


def outcomes(out, err, cases):
    """For each case the lines that a run wrote for it and what it raised; without the numbers that make names differ."""
    texts, errors = split_steps(out), raised(err)
    found = []
    for number in range(1, len(cases) + 1):
        lines = texts.get(number, "").splitlines() + [f"raised {what}" for what in errors.get(number, ())]
        if number == 1:
            lines += texts[0].splitlines()
        found.append([plain(line, number) for line in lines])
    return found


def plain(line, number):
    """Without the case's number, the addresses of objects, and links to SQLAlchemy's pages."""
    line = re.sub(r"(?i)(account|item)%d" % number, r"\1", line)
    line = re.sub(r"\bc\d{4}\b", "c", line)
    return re.sub(r" \(Background on this error.*| at 0x\w+", "", line)
