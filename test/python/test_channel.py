"""limbeck.channel: the conversation with the engine."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading

import pytest
from limbeck import channel as channels
from sqlite_fixtures import engine  # noqa: F401
from limbeck.channel import Channel, ChannelClosed, EngineError


class Peer:
    """The other end, written and read by hand."""

    def __init__(self):
        ours, theirs = socket.socketpair()
        self.sock = theirs
        self.file = theirs.makefile("rb")
        self.channel = Channel(ours.detach())

    def say(self, *messages):
        self.sock.sendall(b"".join(json.dumps(one).encode() + b"\n" for one in messages))

    def hear(self):
        return json.loads(self.file.readline())


@pytest.fixture
def peer():
    made = Peer()
    yield made
    made.channel.close()
    made.sock.close()


def test_call_and_answer(peer):
    peer.say({"ok": {"rows": [1, "é\0"]}})
    assert peer.channel.call("execute", sql="select 'ä'", n=2**70) == {"rows": [1, "é\0"]}
    assert peer.hear() == {"call": "execute", "sql": "select 'ä'", "n": 2**70}


def test_tell_waits_for_nothing(peer):
    peer.channel.tell("note", text="x")
    assert peer.hear() == {"tell": "note", "text": "x"}


def test_an_answer_in_pieces_and_two_messages_in_one_piece(peer):
    def slowly():
        for piece in (b'{"tell": "log", "a"', b': 1}\n{"o', b'k": [', b"1]}\n"):
            peer.sock.sendall(piece)

    told = []
    peer.channel.listen("log", told.append)
    thread = threading.Thread(target=slowly)
    thread.start()
    assert peer.channel.call("x") == [1]
    thread.join()
    assert told == [{"tell": "log", "a": 1}]


def test_calls_nest(peer):
    """The engine asks back while it is asked, and is asked again meanwhile."""
    peer.channel.serve("inner", lambda message: {"got": peer.channel.call("innermost", n=message["n"])})
    peer.say({"call": "inner", "n": 7}, {"ok": "deep"}, {"ok": "outer"})
    assert peer.channel.call("outermost") == "outer"
    assert [peer.hear() for _ in range(3)] == [
        {"call": "outermost"}, {"call": "innermost", "n": 7}, {"ok": {"got": "deep"}}
    ]


def test_an_error_has_its_parts(peer):
    peer.say({"error": {"kind": "database", "message": "no", "sqlstate": "42P01", "hint": "H", "position": 3}})
    with pytest.raises(EngineError) as caught:
        peer.channel.call("execute")
    failure = caught.value
    assert (failure.kind, str(failure), failure.sqlstate, failure.hint, failure.detail) == ("database", "no", "42P01", "H", None)
    assert failure.parts["position"] == 3


@pytest.mark.parametrize(
    "raised, kind, members",
    [
        (ValueError("bad"), "exception", {"type": "ValueError", "message": "bad"}),
        (SystemExit(3), "exit", {"status": 3}),
        (SystemExit(None), "exit", {"status": 0}),
        (EngineError("gone", "connect", {"sqlstate": "08006"}), "engine", {"message": "gone", "sqlstate": "08006"}),
    ],
)
def test_an_exception_is_an_error_object(peer, raised, kind, members):
    def fail(message):
        raise raised

    peer.channel.serve("step", fail)
    peer.say({"call": "step"}, {"ok": 1})
    peer.channel.call("x")
    peer.hear()
    error = peer.hear()["error"]
    assert error["kind"] == kind
    assert {key: error[key] for key in members} == members
    assert error["file"] == __file__ and error["line"] > 0
    assert ("traceback" in error) == (kind in ("exception", "engine"))


def test_a_call_that_nobody_serves(peer):
    peer.say({"call": "dance"}, {"ok": 1})
    peer.channel.call("x")
    peer.hear()
    assert "dance" in peer.hear()["error"]["message"]


def test_a_lone_surrogate_is_refused_before_anything_is_sent(peer):
    with pytest.raises(UnicodeEncodeError):
        peer.channel.call("execute", sql="\ud800")
    peer.say({"ok": 1})
    assert peer.channel.call("still") == 1
    assert peer.hear() == {"call": "still"}


def test_what_is_printed_comes_first():
    """The script's output and the engine's, on the same file, keep their order."""
    code = (
        "import os, sys\n"
        "sys.path.insert(0, %r)\n"
        "from limbeck.channel import channel\n"
        "print('before')\n"
        "channel().call('x')\n"
        "print('after')\n" % os.path.dirname(os.path.dirname(channels.__file__))
    )
    ours, theirs = socket.socketpair()
    read, write = os.pipe()
    process = subprocess.Popen([sys.executable, "-c", code], stdout=write, pass_fds=[theirs.fileno()],
                               env=dict(os.environ, LIMBECK_HOST_FD=str(theirs.fileno())))
    theirs.close()
    file = ours.makefile("rb")
    assert json.loads(file.readline()) == {"call": "x"}
    os.write(write, b"engine\n")
    ours.sendall(b'{"ok": 1}\n')
    assert process.wait(30) == 0
    os.close(write)
    with os.fdopen(read, "rb") as output:
        assert output.read() == b"before\nengine\nafter\n"


def test_the_end_of_the_engine(peer):
    peer.sock.shutdown(socket.SHUT_RDWR)
    with pytest.raises(ChannelClosed):
        peer.channel.call("x")
    assert not peer.channel.is_open
    with pytest.raises(ChannelClosed):
        peer.channel.call("x")


def test_run_ends_when_the_engine_closes(peer):
    seen = []
    peer.channel.serve("env", lambda message: seen.append(message["path"]))
    peer.say({"call": "env", "path": "env.py"})
    peer.sock.shutdown(socket.SHUT_WR)
    peer.channel.run()
    assert seen == ["env.py"] and peer.hear() == {"ok": {}}


def test_an_interrupted_call_does_not_mix_up_answers(peer):
    """Ctrl-C while an answer is waited for: it comes later, and is not the next call's."""
    def interrupt(number, frame):
        raise KeyboardInterrupt()

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(KeyboardInterrupt):
            peer.channel.call("slow")
    finally:
        signal.signal(signal.SIGALRM, before)
    peer.say({"ok": "late"}, {"ok": "right"})
    assert peer.channel.call("next") == "right"


def test_threads_take_turns(peer):
    def answer():
        for _ in range(200):
            peer.say({"ok": peer.hear()["n"]})

    threading.Thread(target=answer, daemon=True).start()
    wrong = []

    def ask(start):
        for n in range(start, start + 50):
            if peer.channel.call("echo", n=n) != n:
                wrong.append(n)

    threads = [threading.Thread(target=ask, args=(start,)) for start in (0, 1000, 2000, 3000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not wrong and not any(thread.is_alive() for thread in threads)


def test_a_long_message(peer):
    text = "x" * (3 << 20)
    threading.Thread(target=lambda: peer.say({"ok": peer.hear()["text"]}), daemon=True).start()
    assert peer.channel.call("echo", text=text) == text


def test_a_message_beyond_the_limit_is_not_sent(peer, monkeypatch):
    monkeypatch.setattr(channels, "LONGEST_LINE", 1000)
    with pytest.raises(EngineError, match="longer"):
        peer.channel.call("echo", text="x" * 2000)
    peer.say({"ok": 1})
    assert peer.channel.call("echo") == 1


def test_a_message_beyond_the_limit_ends_the_conversation(peer, monkeypatch):
    monkeypatch.setattr(channels, "LONGEST_LINE", 1000)
    peer.sock.sendall(b"x" * 200000)
    with pytest.raises(ChannelClosed, match="MiB"):
        peer.channel.call("x")


MALFORMED = [
    b"\n", b"[]\n", b"1\n", b"{}\n", b"{\n", b'{"ok": 1} x\n', b"\xff\xfe\n", b'{"ok": \xc3}\n', b"null\n",
    b'{"a": 1}\n', b"[" * 100000 + b"\n", b'{"ok":' + b"[" * 100000 + b"\n", b'"ok"\n', b'{"ok": 1e}\n', b"\0\n",
]


@pytest.mark.parametrize("line", MALFORMED, ids=range(len(MALFORMED)))
def test_what_is_no_message_ends_the_conversation(peer, line):
    peer.sock.sendall(line)
    with pytest.raises(ChannelClosed):
        peer.channel.call("x")
    assert not peer.channel.is_open


def test_an_answer_to_nothing_ends_the_conversation(peer):
    peer.say({"ok": 1})
    with pytest.raises(ChannelClosed, match="none was waited for"):
        peer.channel.run()


def mutations(seed):
    """Lines that are almost messages, and some that are."""
    chance = random.Random(seed)
    good = [b'{"ok": {"rows": [[1, "a"]], "more": false}}', b'{"error": {"kind": "database", "message": "m"}}',
            b'{"call": "step", "revision": "a1"}', b'{"tell": "log", "level": 20}']
    line = bytearray(chance.choice(good))
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(line))
        if chance.random() < 0.5:
            line[at] = chance.randrange(256)
        else:
            del line[at : at + chance.randrange(1, 5)]
        if not line:
            break
    return bytes(line) + b"\n"


@pytest.mark.parametrize("seed", range(8))
def test_no_line_breaks_the_reader(seed):
    """Whatever comes, a call ends: with a value, an engine's error, or the end of the conversation."""
    for number in range(100):
        peer = Peer()
        peer.channel.serve("step", lambda message: {"seen": message.get("revision")})
        peer.channel.listen("log", lambda message: None)
        peer.sock.sendall(mutations(seed * 1000 + number))
        peer.sock.shutdown(socket.SHUT_WR)
        try:
            peer.channel.call("x")
        except EngineError:
            pass
        peer.channel.close()
        peer.sock.close()


def test_random_bytes():
    chance = random.Random(4711)
    for _ in range(200):
        peer = Peer()
        peer.sock.sendall(bytes(chance.randrange(256) for _ in range(chance.randrange(1, 400))) + b"\n")
        with pytest.raises(ChannelClosed):
            peer.channel.call("x")
        peer.sock.close()


def test_a_forked_child_has_no_conversation_of_its_parents(engine):
    channel = channels.channel()
    assert channel.call("echo", value=1) == 1
    read, write = os.pipe()
    child = os.fork()
    if not child:
        status = b"?"
        try:
            status = b"closed" if not channel.is_open else b"open"
            other = channels.channel()
            status += b" %d" % other.call("echo", value=5)
        finally:
            os.write(write, status)
            os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 100) == b"closed 5"
    assert channels.channel() is channel and channel.call("echo", value=2) == 2


def test_the_program_that_is_not_there(monkeypatch):
    from limbeck import engine as engines

    monkeypatch.setenv("LIMBECK", "/nonexistent/limbeck")
    with pytest.raises(EngineError, match="/nonexistent/limbeck cannot be started"):
        engines.start()
    monkeypatch.delenv("LIMBECK")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(engines, "_beside", lambda: ())
    with pytest.raises(EngineError, match="not found") as caught:
        engines.start()
    assert caught.value.hint
