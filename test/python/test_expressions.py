"""SQL expressions: the texts and values that limbeck's modules make of them, compared with SQLAlchemy's own."""

import json
import os
import re
import subprocess
import sys

import expression_cases
import pytest

pytestmark = pytest.mark.skipif(bool(os.environ.get("LIMBECK_TEST_REAL")), reason="tests limbeck's own modules")

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = os.path.abspath(os.path.join(HERE, "..", "..", "python"))
DIALECTS = ("default", "postgresql", "sqlite", "mysql", "mariadb")
_LIMITED = re.compile(r"\[((?:%s| )+)\] (.*)" % "|".join(DIALECTS))


def cases():
    """[dialect, literal, source] of every expression on every dialect that it is for."""
    found = []
    for line in (expression_cases.CASES + expression_cases.STATEMENTS).splitlines():
        if not line or line.startswith("#"):
            continue
        limited = _LIMITED.match(line)
        names, source = (limited.group(1).split(), limited.group(2)) if limited else (DIALECTS, line)
        found += [[name, literal, source] for name in names for literal in (False, True)]
    return found


def compiled(path):
    """{(dialect, literal, source): answer} of the `sqlalchemy` on a path."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LIMBECK"))}
    environment.update(PYTHONPATH=os.pathsep.join(path), PYTHONHASHSEED="0")
    questions = cases()
    ran = subprocess.run(
        [sys.executable, os.path.join(HERE, "expression_compile.py")],
        input="".join(json.dumps(case) + "\n" for case in questions),
        capture_output=True,
        text=True,
        env=environment,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(answers) == len(questions)
    return {tuple(case): answer for case, answer in zip(questions, answers)}


@pytest.fixture(scope="module")
def ours():
    return compiled([PYTHON, os.path.join(PYTHON, "limbeck", "lib_sqlalchemy")])


@pytest.fixture(scope="module")
def theirs():
    return compiled([])


@pytest.fixture(scope="module")
def differing():
    """Where SQLAlchemy 1.4 writes something else: what SQLAlchemy 2 writes ("like": "2"), or limbeck alone ("own")."""
    with open(os.path.join(HERE, "expression_differing.jsonl"), encoding="utf-8") as file:
        found = [json.loads(line) for line in file]
    return {(one["dialect"], one["literal"], one["source"]): one for one in found}


def expected(case, theirs, differing):
    """What limbeck should answer; None: any text, where SQLAlchemy has no literal for the type."""
    if case in differing:
        return {"text": differing[case]["text"], "params": differing[case]["params"]}
    answer = theirs[case]
    if case[1] and answer.get("error") == "CompileError" and "literal value" in answer["message"]:
        return None
    return answer


@pytest.mark.parametrize("literal", [False, True])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_texts_and_values_are_those_of_sqlalchemy(dialect, literal, ours, theirs, differing):
    wrong = []
    for case, answer in ours.items():
        if case[:2] != (dialect, literal):
            continue
        wanted = expected(case, theirs, differing)
        if wanted is None or "error" in wanted:
            right = wanted is None or answer.get("error") == wanted["error"]
        else:
            right = answer.get("text") == wanted["text"] and answer.get("params") == wanted["params"]
        if not right:
            wrong.append((case[2], answer, wanted))
    assert not wrong


def test_there_is_enough_to_compare(ours, theirs):
    assert len({source for _, _, source in ours}) > 600
    assert sum("text" in answer for answer in theirs.values()) > 6000


def test_what_is_listed_as_differing_does_differ(theirs, differing):
    same = []
    for case, one in differing.items():
        if theirs[case].get("text") == one["text"] and theirs[case].get("params") == one["params"]:
            same.append(case)
    assert not same
