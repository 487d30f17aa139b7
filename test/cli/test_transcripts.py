r"""Transcripts: commands with their output, word for word.

Each file transcripts/NAME.t is one session in an empty scratch directory:

    # A comment, for the reader; it may stand before any command.
    $ limbeck heads
    ae1027a6acf (head)
    $ limbeck show nothing
    ! FAILED: Can't locate revision identified by 'nothing'
    ? 3
    $ cat >notes <<'END'
    > first line of the file
    > END

`$ ` starts a command, run by bash; `> ` continues it. Then comes its standard output as it is, then its standard error with `! `
before each line, then `? ` and the exit status unless that is zero. One empty line before the next command, a comment or the
end of the file belongs to nobody. A line of output that looks like one of these starts with a backslash, `\$ 5`; one that lacks its newline ends
with a backslash.

In the output, $DIR stands for the scratch directory, $VERSION for the program's version. `limbeck` is on PATH, and also `alembic`,
the same program under its second name; $PROJECTS is the folder projects/ beside the transcripts, $EXAMPLES the examples/ of the tree.

LIMBECK_ACCEPT=1 in the environment rewrites the transcripts with what the program says now; read the difference before you keep it.
"""

import dataclasses
import os
import pathlib
import re
import subprocess

import pytest

from conftest import PATIENCE, PROGRAM, ROOT, clean_environment

HERE = pathlib.Path(__file__).resolve().parent
TRANSCRIPTS = sorted((HERE / "transcripts").glob("*.t"))


@dataclasses.dataclass
class Command:
    """One command of a transcript: the lines before it, itself, and what should come out."""

    line: int
    comments: list
    source: list
    expected: list

    @property
    def script(self):
        return "\n".join([self.source[0][2:]] + [line[2:] for line in self.source[1:]])


def read_transcript(text):
    """The commands of a transcript, and the comments after the last one."""
    commands, comments = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("$ "):
            commands.append(Command(number, comments, [line], []))
            comments = []
        elif line.startswith("> ") or line == ">":
            assert commands and not commands[-1].expected, f"line {number}: nothing to continue"
            commands[-1].source.append(line if line != ">" else "> ")
        elif line.startswith("# ") or line == "#" or (comments and not line):
            comments.append(line)
        else:
            assert commands and not comments or not line, f"line {number}: output without a command"
            (commands[-1].expected if commands else comments).append(line)
    for command in commands:
        if command.expected and not command.expected[-1]:
            command.expected.pop()  # the empty line that belongs to nobody
    return commands, comments


def transcribe(out, err, status):
    """What came out, as lines of a transcript."""
    lines = [re.sub(r"^(?=[$!?>#] |[>#]$|\\)", r"\\", line) for line in out.split("\n")]
    if lines[-1]:
        lines[-1] += "\\"  # no newline at the end
    else:
        lines.pop()
    lines += [("! " + line).rstrip() if not line.strip() else "! " + line for line in err.splitlines()]
    return lines + ([f"? {status}"] if status else [])


def program_version():
    done = subprocess.run([PROGRAM, "--version"], text=True, stdout=subprocess.PIPE, check=True)
    return re.search(r"\d+\.\d+\.\d+", done.stdout).group(0)


def run(script, environment, names, cwd):
    """Run one command; its output with the names of this run taken out."""
    done = subprocess.run(["bash", "-c", script], cwd=cwd, env=environment, text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE)
    texts = [done.stdout, done.stderr]
    for value, name in names:
        texts = [re.sub(value, name, text) for text in texts]
    return transcribe(texts[0], texts[1], done.returncode)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=[path.stem for path in TRANSCRIPTS])
def test_transcript(path, tmp_path):
    commands, trailing = read_transcript(path.read_text(encoding="utf-8"))
    assert commands, "a transcript without a command tests nothing"
    names_dir, scratch = tmp_path / "bin", tmp_path / "scratch"
    names_dir.mkdir()
    scratch.mkdir()
    for name in ("limbeck", "alembic"):
        (names_dir / name).symlink_to(PROGRAM)
    environment = clean_environment(scratch)
    environment.update(PATH=f"{names_dir}:{environment['PATH']}", PROJECTS=str(HERE / "projects"), DIR=str(scratch),
                       EXAMPLES=str(ROOT / "examples"))
    names = [(re.escape(str(scratch)), "$DIR"), (re.escape(environment["PROJECTS"]), "$PROJECTS"),
             (re.escape(environment["EXAMPLES"]), "$EXAMPLES"), (rf"(?<=limbeck ){re.escape(program_version())}\b", "$VERSION")]

    accepted, differences = [], []
    for command in commands:
        came = run(command.script, environment, names, scratch)
        if came != command.expected:
            differences.append(f"{path.name}:{command.line}: $ {command.script}\n--- expected\n" + "\n".join(command.expected) +
                               "\n--- came\n" + "\n".join(came))
        accepted += command.comments + command.source + came + [""]
    if os.environ.get("LIMBECK_ACCEPT") and differences:
        if not trailing and accepted[-2:] != ["", ""]:
            accepted.pop()
        path.write_text("\n".join(accepted + trailing) + "\n", encoding="utf-8")
        pytest.skip("accepted: " + path.name)
    assert not differences, "\n\n".join(differences)


def test_runner_sees_every_kind_of_difference(tmp_path):
    environment = {**os.environ, "DIR": str(tmp_path)}
    names = [(re.escape(str(tmp_path)), "$DIR")]
    text = "# why\n$ echo a; echo; echo '$ b' ; echo c >&2; pwd; exit 3\na\n\n\\$ b\n$DIR\n! c\n? 3\n\n$ printf %s x\nx\\\n"
    commands, _ = read_transcript(text)
    assert [command.line for command in commands] == [2, 10]
    for command in commands:
        assert run(command.script, environment, names, tmp_path) == command.expected
    assert run("echo a", environment, names, tmp_path) != run("echo a >&2", environment, names, tmp_path)
    assert run("true", environment, names, tmp_path) != run("false", environment, names, tmp_path)
