"""Whatever goes wrong in a Python revision, in env.py or in the process that runs them: the step fails cleanly, the message says what
is true, the database is before or after a step, and no process is left."""

import os
import re
import signal
import time

import pytest

from conftest import SANITIZED, version_rows
from scripts import host_processes, write_env, write_script

ENDED = "the process that runs the scripts has ended"

# what the script does behind its first statement, and what the report says
HOST_FAULTS = [
    ("os.kill(os.getpid(), signal.SIGKILL)", [ENDED, "killed by signal 9 (Killed)"]),
    ("os.kill(os.getpid(), signal.SIGSEGV)", [ENDED, "killed by signal 11"]),
    ("os.abort()", [ENDED, "killed by signal 6"]),
    ("os._exit(7)", [ENDED, "its exit status was 7"]),
    ("os._exit(0)", [ENDED, "its exit status was 0"]),
    ("os.close(3)", [ENDED]),
    ("os.close(3)\nlog('lost')", [ENDED]),
    ("os.close(3)\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(100)", [ENDED, "closed the conversation, and runs on"]),
    ("os.write(3, b'garbage\\n')", ["is no message", "near 'garbage'"]),
    ("os.write(3, b'\\n')", ["is no message"]),
    ("os.write(3, b'[1]\\n')", ["is no message: not a JSON object"]),
    ("os.write(3, b'{\"call\"')\nos._exit(0)", [ENDED]),
    ("os.write(3, b'{\"what\": 1}\\n')", ["a message that is no call and no answer"]),
    ("os.write(3, b'{\"call\": \"\\xff\"}\\n')", ["is no message"]),
    ("os.write(3, b'{\"call\":\"fetch\",\"x\":' + b'[' * 100000 + b'\\n')", ["is no message"]),
    ("while True: os.write(3, b'x' * 1000000)", ["a message of more than 64 MiB"]),
]
EXCEPTIONS = [
    ("sys.exit(3)", ["FAILED: the script called exit(3)"]),
    ("sys.exit('good bye')", ["FAILED: the script called exit('good bye')"]),
    ("exit()", ["FAILED: the script called exit()"]),
    ("f = lambda: f()\nf()", ["RecursionError: maximum recursion depth exceeded", "repeated"]),
    ("raise MemoryError", ["FAILED: MemoryError"]),
    ("x = [0] * (1 << 60)", ["FAILED: MemoryError"]),
    ("raise KeyboardInterrupt", ["FAILED: KeyboardInterrupt"]),
    ("raise GeneratorExit", ["FAILED: GeneratorExit"]),
    ("class Odd(BaseException): pass\nraise Odd('base')", ["FAILED: base", "Odd: base"]),
    ("raise Exception('a\\x00b \\udce4 \u20ac')", ["FAILED: a\\x00b ? \u20ac"]),
    ("class Odd(Exception):\n    def __str__(self): raise ValueError\nraise Odd", ["FAILED: Odd"]),
    ("1 / 0", ["FAILED: division by zero", "ZeroDivisionError", "in upgrade", "    1 / 0"]),
    ("with op.get_bind().begin_nested():\n    log('x')\n    1 / 0", ["FAILED: division by zero"]),
    ("op.execute('SELECT * FROM nowhere')", ["nowhere", "bbbb22222222_step.py:%d"]),
    ("op.add_column('nowhere', sa.Column('i', sa.Integer))", ["nowhere", "bbbb22222222_step.py:%d"]),
    ("op.execute('SELECT \\x00')", ["NUL"]),
    ("op.execute('SELECT \\udce4')", ["UnicodeEncodeError"]),
    ("op.get_bind().rollback()", ["cannot roll back the transaction that limbeck runs it in", "begin_nested"]),
    ("op.execute('ROLLBACK')", ["cannot roll back the transaction that limbeck runs it in"]),
    ("from limbeck.channel import channel\nchannel().call('nonsense')", ["limbeck knows no call 'nonsense'"]),
    ("threading.Thread(target=time.sleep, args=(100,)).start()\nraise Exception('with a thread left')", ["with a thread left"]),
    ("rows = op.get_bind().execute(sa.text('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
     "SELECT i FROM n'))\nassert rows.fetchone()[0] == 1\nraise Exception('with rows left')", ["with rows left"]),
]
BEFORE = 2  # lines of upgrade() before the fault


def two_steps(project, second="pass", back="pass", top=""):
    write_script(project, "aaaa11111111", None, "op.create_table('log', sa.Column('n', sa.Integer, primary_key=True), "
                 "sa.Column('what', sa.Text))", "op.drop_table('log')")
    return write_script(project, "bbbb22222222", "aaaa11111111", second, back, top)


def state(database):
    """Everything that a failed step must leave as it was."""
    log = database.sql("SELECT what FROM log ORDER BY n") if "log" in database.tables() else []
    return version_rows(database), database.tables(), log


def check_failed(made, outcome, words, told):
    assert outcome.status > 0 and outcome.status < 128, told
    for word in words:
        assert word in outcome.err, f"{word!r} is not in\n{told}"
    assert "state: revision bbbb22222222 was rolled back\n    the database is at aaaa11111111\n" in outcome.err, told
    assert "limbeck/channel.py" not in outcome.err or "UnicodeEncodeError" in outcome.err, told
    assert host_processes(made) == [], told


@pytest.mark.parametrize("env", ["none", "env", "begun"])
def test_every_fault_of_the_host_and_of_the_script(database, project, env):
    """`begun`: env.py has begun the transaction itself, and ends it."""
    made = project(database, limbeck={"transaction": "revision"})
    if env != "none":
        write_env(made)
    two_steps(made)
    made("upgrade", "aaaa").ok()
    before = state(database)
    if env == "begun":
        path = made.dir / "migrations" / "env.py"
        path.write_text(path.read_text().replace("engine.connect()", "engine.begin()"))
    every = 1 if (env, database.kind, SANITIZED) == ("none", "sqlite", False) else 3  # each is a start of Python
    for code, words in HOST_FAULTS[::every] + EXCEPTIONS[::every]:
        path = two_steps(made, "op.create_table('b', sa.Column('i', sa.Integer))\nlog('b')\n" + code)
        line = path.read_text().split("\n").index("    " + code.split("\n")[0]) + 1
        outcome = made("upgrade", "head")
        told = f"{code}\nstatus {outcome.status}\n{outcome.out}{outcome.err}"
        check_failed(made, outcome, [word % line if "%d" in word else word for word in words], told)
        assert state(database) == before, told
    two_steps(made, "log('at last')")
    made("upgrade", "head").ok()
    assert database.sql("SELECT what FROM log") == [("at last",)]


def test_a_fault_in_a_run_of_one_transaction_says_what_was_undone(database, project):
    made = project(database, limbeck={"transaction": "run"})
    two_steps(made, "log('b')\nos._exit(1)")
    outcome = made("upgrade", "head").fails()
    assert "revision bbbb22222222 was rolled back, and with it 1 earlier revision of this run, from aaaa11111111 on" in outcome.err
    assert "the database is at base" in outcome.err
    assert state(database)[0] == [] and "log" not in database.tables()


def test_the_way_down(database, project):
    made = project(database)
    two_steps(made, "log('up')", "log('down')\nraise Exception('not down')")
    made("upgrade", "head").ok()
    outcome = made("downgrade", "base").fails()
    assert "FAILED: not down" in outcome.err and "the database is at bbbb22222222" in outcome.err
    assert version_rows(database) == ["bbbb22222222"]
    assert database.sql("SELECT what FROM log") == [("up",)]


@pytest.mark.parametrize("code, words", [
    ("raise Exception('at import')", ["FAILED: at import", "bbbb22222222_step.py:8"]),
    ("def broken(:", ["'(' is never closed", "bbbb22222222_step.py:8"]),
    ("x = 08", ["SyntaxError: leading zeros", "bbbb22222222_step.py\", line 8"]),
    ("import no_such_module", ["No module named 'no_such_module'", "bbbb22222222_step.py:8"]),
    ("sys.exit(4)", ["the script called exit(4)"]),
    ("os._exit(4)", [ENDED, "its exit status was 4"]),
    ("os.kill(os.getpid(), signal.SIGKILL)", [ENDED, "killed by signal 9"]),
    ("del op\nfrom alembic import op, nowhere_at_all", ["nowhere_at_all"]),
])
def test_a_script_that_fails_when_it_is_read_fails_before_anything_has_run(sqlite, project, code, words):
    made = project(sqlite)
    two_steps(made, top=code)
    outcome = made("upgrade", "head").fails()
    for word in words:
        assert word in outcome.err
    assert "Running" not in outcome.err
    assert sqlite.tables() == set()
    assert host_processes(made) == []


@pytest.mark.parametrize("top, found", [("from sqlalchemy.ext.horizontal_shard import ShardedSession", True),
                                        ("from sqlalchemy import no_such_thing", False)])
def test_a_name_that_only_the_real_sqlalchemy_may_have_restarts_before_anything_is_touched(sqlite, project, top, found):
    made = project(sqlite, limbeck={"python": "/usr/bin/python3"})
    write_env(made, top="print('env runs, tables:', os.path.exists('../test.db') and os.path.getsize('../test.db'))")
    two_steps(made, "log('b')", top=top)
    outcome = made("upgrade", "head")
    assert "running the scripts with the project's own SQLAlchemy, because limbeck's has no " + (
        "sqlalchemy.ext.horizontal_shard" if found else "sqlalchemy.no_such_thing") in outcome.err
    runs = re.findall("env runs, tables: (.*)", outcome.out)
    assert len(runs) == 2 and runs[1] in ("False", "0"), "the first one has touched nothing"
    if found:
        outcome.ok()
        assert state(sqlite)[0] == ["bbbb22222222"] and state(sqlite)[2] == [("b",)]
    else:
        outcome.fails()
        assert "cannot import name 'no_such_thing'" in outcome.err
        assert sqlite.tables() == set()
    assert host_processes(made) == []


ENV_PLACES = {  # where in env.py it is: the version rows behind it, and what the report says of the database
    "top": [], "before": [], "run": [], "after": ["bbbb22222222"],
}


@pytest.mark.parametrize("place", ENV_PLACES)
def test_an_env_py_that_fails(database, project, place):
    made = project(database)
    two_steps(made)
    for code, word in (("raise Exception('in env')", "FAILED: in env"), ("sys.exit(5)", "called exit(5)"),
                       ("os._exit(5)", "its exit status was 5"), ("os.kill(os.getpid(), signal.SIGKILL)", "killed by signal 9"),
                       ("os.write(3, b'garbage\\n')", "is no message")):
        database.clear()
        write_env(made, **{place: code})
        outcome = made("upgrade", "head").fails()
        assert word in outcome.err, outcome.err
        assert version_rows(database) == ENV_PLACES[place], outcome.err
        assert ("the database is at bbbb22222222" in outcome.err) == bool(ENV_PLACES[place]), outcome.err
        assert host_processes(made) == []


def test_a_failure_that_env_py_swallows_is_a_failure(database, project):
    made = project(database)
    write_env(made, run="try:\n    context.run_migrations()\nexcept Exception as error:\n    print('swallowed', type(error).__name__)")
    two_steps(made, "log('b')\n1 / 0")
    outcome = made("upgrade", "head").fails()
    assert "swallowed ZeroDivisionError" in outcome.out
    assert "division by zero" in outcome.err
    assert "the database is at" in outcome.err
    assert database.tables() <= {"log", "alembic_version"}
    assert ("log" in database.tables()) == (version_rows(database) == ["aaaa11111111"])


def test_on_version_apply_that_fails_undoes_the_step(database, project):
    made = project(database, limbeck={"transaction": "revision"})
    path = write_env(made, top="def applied(ctx, step, heads, run_args, **kw):\n    if 'bbbb22222222' in heads:\n        raise Exception('not so')")
    path.write_text(path.read_text().replace("target_metadata=None", "target_metadata=None, on_version_apply=applied"))
    two_steps(made, "log('b')")
    outcome = made("upgrade", "head").fails()
    assert "FAILED: not so" in outcome.err and "the database is at aaaa11111111" in outcome.err
    assert version_rows(database) == ["aaaa11111111"]
    assert database.sql("SELECT what FROM log") == []


# ---- a half-applied script is run again, passing over what is done


HALF = """\
    bind = op.get_bind()
    t = sa.table('log', sa.column('n', sa.Integer), sa.column('what', sa.Text))
    result = bind.execute(t.insert().values(what='first'))
    bind.execute(t.insert(), [{'what': 'second'}, {'what': 'third'}])
    changed = bind.execute(t.update().values(what=t.c.what + '!'))
    op.execute('COMMIT')
    print('rows', bind.execute(sa.text('SELECT count(*) FROM log')).scalar())
    %s
    if os.path.exists('fail'):
        raise Exception('half way')
    log('last')"""


@pytest.mark.parametrize("asks", ["changed.rowcount", "changed.fetchall()", "changed.scalar()", "result.inserted_primary_key", "result.lastrowid",
                                  "result.first()"])
def test_what_a_passed_over_statement_gave_is_not_guessed(database, project, asks):
    """A loop that ends at a row count, or a row that refers to another by the id it got, would go wrong in silence."""
    if asks == "result.lastrowid" and database.kind == "postgresql":
        pytest.skip("it has none")
    made = project(database)
    two_steps(made, HALF % "pass")
    (made.dir / "fail").touch()
    half = made("upgrade", "head").fails(4)
    assert "the first 4 statements of revision bbbb22222222 are done and stay; the next run goes on behind" in half.err
    assert database.sql("SELECT what FROM log ORDER BY n") == [("first!",), ("second!",), ("third!",)]
    two_steps(made, HALF % asks)
    refused = made("upgrade", "head").fails(8)
    assert "what this statement gave is not known any more" in refused.err and "limbeck stamp" in refused.err
    (made.dir / "fail").unlink()
    two_steps(made, HALF % "pass")
    done = made("upgrade", "head").ok()
    assert "rows 3" in done.out
    assert database.sql("SELECT what FROM log ORDER BY n") == [("first!",), ("second!",), ("third!",), ("last",)]
    assert version_rows(database) == ["bbbb22222222"]


def test_a_half_applied_script_that_was_changed_is_refused(database, project):
    made = project(database)
    for up, why in (("log('other')\nop.execute('COMMIT')", "its script does not say what it said then"), ("pass", "fewer statements than are done")):
        database.clear()
        two_steps(made, "log('one')\nop.execute('COMMIT')\nraise Exception('half way')")
        made("upgrade", "head").fails(4)
        two_steps(made, up)
        refused = made("upgrade", "head").fails(8)
        assert why in refused.err and "the first statement of revision bbbb22222222 is done and stays" in refused.err
        assert database.sql("SELECT what FROM log") == [("one",)]


# ---- errors of the database that the script catches


def test_an_error_caught_with_a_savepoint(database, project):
    made = project(database)
    two_steps(made, """\
        bind = op.get_bind()
        log('before')
        try:
            with bind.begin_nested():
                log('inside')
                bind.execute(sa.text("INSERT INTO nowhere VALUES (1)"))
        except sa.exc.DBAPIError as error:
            log('caught')
        log('after')""")
    made("upgrade", "head").ok()
    assert database.sql("SELECT what FROM log ORDER BY n") == [("before",), ("caught",), ("after",)]
    assert version_rows(database) == ["bbbb22222222"]


CATCHES = """\
    log('before')
    try:
        op.execute("INSERT INTO nowhere VALUES (1)")
    except Exception as error:
        print('caught', type(error).__name__)
    """


def test_an_error_caught_without_a_savepoint(database, project):
    """SQLite goes on behind it; PostgreSQL refuses everything that follows, and with it the step."""
    made = project(database)
    two_steps(made, CATCHES)
    outcome = made("upgrade", "head")
    assert "caught" in outcome.out
    if database.kind == "sqlite":
        outcome.ok()
        assert state(database)[2] == [("before",)]
    else:
        outcome.fails()
        assert "25P02" in outcome.err and "was rolled back" in outcome.err
        assert state(database)[2] == []
    two_steps(made, CATCHES + "log('after')")
    made("downgrade", "aaaa") if database.kind == "sqlite" else None
    again = made("upgrade", "head")
    assert (again.status == 0) == (database.kind == "sqlite"), again.err


def test_a_connection_that_the_server_ends_in_the_middle(postgresql, project):
    made = project(postgresql)
    for env in (False, True):
        if env:
            write_env(made)
        two_steps(made, "log('b')\nop.execute('SELECT pg_terminate_backend(pg_backend_pid())')\nlog('c')")
        outcome = made("upgrade", "head").fails()
        assert "bbbb22222222" in outcome.err and "the database is at" in outcome.err
        two_steps(made, "log('b')\ntry:\n    op.execute('SELECT pg_terminate_backend(pg_backend_pid())')\nexcept Exception:\n    pass")
        made("upgrade", "head").fails()
        assert version_rows(postgresql) in ([], ["aaaa11111111"])
        assert host_processes(made) == []


@pytest.mark.parametrize("keys, words", [({"statement_timeout": "200ms"}, "57014"), ({"lock_timeout": "200ms"}, "55P03")])
def test_timeouts(postgresql, project, keys, words):
    made = project(postgresql, limbeck=keys)
    write_env(made)
    two_steps(made)
    made("upgrade", "aaaa").ok()
    other = postgresql.cluster.connect(postgresql.name)
    other.autocommit = False
    other.cursor().execute("LOCK TABLE log IN ACCESS SHARE MODE")
    two_steps(made, "op.execute('SELECT pg_sleep(30)')" if "statement_timeout" in keys
              else "op.add_column('log', sa.Column('more', sa.Integer))")
    outcome = made("upgrade", "head").fails()
    assert words in outcome.err and "the database is at aaaa11111111" in outcome.err
    other.close()


# ---- signals


def wait_for_file(path, process):
    begun = time.monotonic()
    while not path.exists():
        assert time.monotonic() - begun < 60
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    time.sleep(0.05)


ENDLESS = {"postgresql": "op.execute('SELECT pg_sleep(60)')",
           "sqlite": "op.execute('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n')"}
BUSY = {
    "statement": None,
    "swallowed statement": None,
    "sleep": "time.sleep(60)",
    "loop": "while True: pass",
    "output": "while True: os.write(1, b'.' * 60)\n",
    "stubborn": "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(60)",
    "child": "subprocess.run(['sleep', '60'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)",
}


SIGNALS = {  # `whole`: to the whole process group, as a terminal does
    "ctrl-c": (signal.SIGINT, True, 130), "int": (signal.SIGINT, False, 130), "term": (signal.SIGTERM, False, 143),
}


@pytest.mark.parametrize("kind, busy, sent", [
    *(("postgresql", busy, sent) for busy in ("statement", "swallowed statement") for sent in ("ctrl-c", "term")),
    *(("sqlite", busy, "ctrl-c") for busy in BUSY if busy != "stubborn"),
    *(("sqlite", busy, "term") for busy in ("statement", "sleep", "stubborn", "child")),
    *(("sqlite", busy, "int") for busy in ("statement", "sleep")),
])
def test_a_signal_while_a_script_runs(kind, busy, sent, project, request):
    database = request.getfixturevalue(kind)
    number, whole, status = SIGNALS[sent]
    made = project(database, limbeck={"transaction": "revision"})
    write_env(made)
    code = BUSY[busy] or ENDLESS[database.kind]
    if busy.startswith("swallowed"):
        code = f"try:\n    {code}\nexcept Exception:\n    pass\nlog('swallowed')"
    two_steps(made, "log('b')\nopen('here', 'w').close()\n" + code)
    process = made.start("upgrade", "head", start_new_session=True)
    wait_for_file(made.dir / "here", process)
    begun = time.monotonic()
    if whole:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    stopped = made.program.finish(process)
    assert time.monotonic() - begun < 20
    assert stopped.status == status, stopped.err
    assert "interrupted by signal" in stopped.err or "canceling statement" in stopped.err or busy == "statement", stopped.err
    assert "revision bbbb22222222 was rolled back\n    the database is at aaaa11111111" in stopped.err, stopped.err
    assert state(database)[0] == ["aaaa11111111"] and state(database)[2] == []
    assert [pid for pid, _ in host_processes(made) if "sleep" not in open(f"/proc/{pid}/cmdline", encoding="utf-8").read()] == []
    for pid, _ in host_processes(made):  # a child of the script's own is the script's business
        os.kill(pid, signal.SIGKILL)


def test_no_process_is_left_when_limbeck_is_killed(sqlite, project):
    made = project(sqlite)
    write_env(made)
    two_steps(made, "log('b')\nopen('here', 'w').close()\ntime.sleep(60)")
    process = made.start("upgrade", "head")
    wait_for_file(made.dir / "here", process)
    process.kill()
    process.wait()
    begun = time.monotonic()
    while host_processes(made):
        assert time.monotonic() - begun < 10, host_processes(made)
        time.sleep(0.01)
    assert state(sqlite)[0] in ([], ["aaaa11111111"])


def test_the_script_gets_no_connection_of_the_engine(postgresql, project, sqlite):
    """A descriptor that it inherited would keep the database's locks when the engine is gone."""
    for database in (postgresql, sqlite):
        made = project(database)
        write_env(made)
        two_steps(made, "print('open:', sorted(os.readlink('/proc/self/fd/' + fd).split(':')[0] for fd in os.listdir('/proc/self/fd')"
                  " if int(fd) > 3 and os.path.exists('/proc/self/fd/' + fd)))")
        out = made("upgrade", "head").ok().out
        assert re.findall(r"'socket'|'[^']*test\.db'", out) == [], out


# ---- many at once


@pytest.mark.parametrize("transaction", ["revision", "run"])
def test_many_upgrades_at_once(database, project, transaction):
    made = project(database, limbeck={"transaction": transaction, "lock_wait": "120s"})
    write_env(made)
    two_steps(made, "log('b')\ntime.sleep(0.05)\nlog('c')")
    started = [made.start("upgrade", "head") for _ in range(16)]
    outcomes = [made.program.finish(process) for process in started]
    assert [outcome.status for outcome in outcomes] == [0] * 16, "\n".join(outcome.err for outcome in outcomes)
    assert state(database)[2] == [("b",), ("c",)]
    assert version_rows(database) == ["bbbb22222222"]
