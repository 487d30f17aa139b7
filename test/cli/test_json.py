"""--json on every command that reports: one document on standard output, nothing else there, and true."""

import json

import pytest

from conftest import PROGRAM, Program, SqliteDatabase

REPORTING = [["heads"], ["heads", "-v"], ["branches"], ["history"], ["history", "-i"], ["history", "-r", "base:bbbb"], ["current"], ["current", "-v"],
             ["show", "bbbb"], ["show", "heads"], ["config"], ["list_templates"], ["upgrade", "heads", "--dry-run"],
             ["upgrade", "heads"], ["downgrade", "aaaa", "--dry-run"], ["stamp", "heads"]]


@pytest.fixture
def branched(project, tmp_path):
    database = SqliteDatabase(tmp_path)
    made = project(database)
    made.revision("aaaa11111111", None, "CREATE TABLE a (i integer);", "DROP TABLE a;", message='say "cheese" \\ é')
    made.revision("bbbb22222222", "aaaa11111111", "CREATE TABLE b (i integer);", "DROP TABLE b;", labels=["left", "wing"])
    made.revision("cccc33333333", "aaaa11111111", "CREATE TABLE c (i integer);", "DROP TABLE c;", depends="bbbb22222222")
    made.revision("dddd44444444", ["bbbb22222222", "cccc33333333"])
    made.database = database
    return made


@pytest.mark.parametrize("arguments", REPORTING, ids=" ".join)
def test_every_reporting_command_prints_one_document(branched, arguments):
    branched("upgrade", "cccc").ok()
    document = json.loads(branched(*arguments, "--json").ok().out)
    assert document or document == []


@pytest.mark.parametrize("arguments", [["show", "nothing"], ["upgrade", "nothing"], ["current", "--url", "nonsense"], ["history", "-r", "x"],
                                       ["upgrade", "heads", "--url", "sqlite:////no/such/dir/x.db"]], ids=" ".join)
def test_a_failure_is_a_document_too(branched, arguments):
    failed = branched(*arguments, "--json").fails()
    error = json.loads(failed.out)["error"]
    assert error["status"] == failed.status
    assert error["message"] in failed.err
    assert error["kind"]


def revisions_in(document):
    """Every object of the document that has a revision, by it."""
    found = {}
    if isinstance(document, dict):
        if isinstance(document.get("revision"), str):
            found[document["revision"]] = document
        for value in document.values():
            found.update(revisions_in(value))
    elif isinstance(document, list):
        for value in document:
            found.update(revisions_in(value))
    return found


def test_history_says_what_the_lines_say(branched):
    branched("upgrade", "cccc").ok()
    found = revisions_in(json.loads(branched("history", "-i", "--json").ok().out))
    lines = branched("history", "-i").ok().out.splitlines()
    assert list(found) == [line.split(" -> ")[1].split()[0] for line in lines]
    assert found["aaaa11111111"]["message"] == 'say "cheese" \\ é'
    assert found["aaaa11111111"]["down_revision"] in (None, [])
    assert sorted(found["dddd44444444"]["down_revision"]) == ["bbbb22222222", "cccc33333333"]
    assert found["cccc33333333"]["depends_on"] == ["bbbb22222222"]
    assert {"left", "wing"} <= set(found["bbbb22222222"]["branch_labels"])
    assert found["bbbb22222222"]["path"].endswith("bbbb22222222_step.sql")


def test_the_run_says_what_it_did(branched):
    done = json.loads(branched("upgrade", "heads", "--json").ok().out)
    assert [step["revision"] for step in done["steps"]] == ["aaaa11111111", "bbbb22222222", "cccc33333333", "dddd44444444"]
    assert done["from"] == [] and done["to"] == ["dddd44444444"]
    assert all(step["seconds"] >= 0 for step in done["steps"])
    current = json.loads(branched("current", "--json").ok().out)
    assert "dddd44444444" in json.dumps(current)
    back = json.loads(branched("downgrade", "base", "--json").ok().out)
    assert back["to"] == [] and len(back["steps"]) == 4


def test_a_refused_statement_has_its_parts(branched):
    branched.revision("eeee55555555", "dddd44444444", "CREATE TABLE e (i integer);\nINSERT INTO nowhere VALUES (1);")
    error = json.loads(branched("upgrade", "heads", "--json").fails().out)["error"]
    assert error["file"].endswith("eeee55555555_step.sql") and error["line"] == 8
    assert error["statement"] == "INSERT INTO nowhere VALUES (1)"
    assert "no such table" in error["message"]
    assert "dddd44444444" in json.dumps(error["state"])


def test_quiet_leaves_the_document_alone_or_prints_none(branched):
    out = branched("heads", "--json", "-q").ok().out
    assert out == "" or json.loads(out)


def test_the_alias_speaks_the_same(branched, tmp_path):
    alias = tmp_path / "alembic"
    alias.symlink_to(PROGRAM)
    program = Program(branched.dir)
    ours = program("history", "--json").ok().out
    assert program("history", "--json", program=alias).ok().out == ours
