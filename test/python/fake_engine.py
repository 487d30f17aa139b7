"""The other end of a script host's conversation, for tests: plays the engine with answers that the test gives."""

import json
import os
import socket
import subprocess
import sys
import threading

PYTHON = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "python")
HOST = os.path.abspath(os.path.join(PYTHON, "limbeck", "host.py"))


class Failed(Exception):
    """The host answered with an error, `args[0]`."""

    @property
    def error(self):
        return self.args[0]


FACTS = {"name": "postgresql", "quote": '""', "reserved": ["select", "user"], "longest_name": 63, "fold_upper": False,
         "impl": "PostgresqlImpl", "transactional": True}


def default_answer(message):
    """What a patient engine answers to a call of the host."""
    name = message["call"]
    if name == "connect":
        return {"connection": 7, "dialect": "postgresql", "version": 150018, "impl": "PostgresqlImpl",
                "database": "db", "schema": "public"}
    if name == "configure":
        return {"dialect": "postgresql", "impl": "PostgresqlImpl", "transactional": True,
                "connection": message.get("connection")}
    if name == "execute":
        return {"columns": None, "rows": [], "more": False, "result": None, "changed": 1, "insert_id": None}
    if name == "version":
        return {"heads": ["ae10"]}
    if name == "facts":
        return FACTS
    return {}


def _environment():
    """Ours without what changes how Python works."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LIMBECK"))}


class Conversation:
    """The engine's end of a conversation. `seen` is every call and tell of the host, in order.

    answers: {call: function(message) or value}, else default_answer; {"error": {...}} is an error."""

    def __init__(self, ours, answers=None):
        self.answers = answers or {}
        self.seen = []
        self.socket = ours
        self.stream = ours.makefile("rwb")

    def send(self, message):
        self.stream.write(json.dumps(message).encode() + b"\n")
        self.stream.flush()

    def tell(self, name, **members):
        self.send(dict(members, tell=name))

    def call(self, name, **members):
        """Call the host and answer what it asks meanwhile. Failed; EOFError if it is gone."""
        self.send(dict(members, call=name))
        return self.serve()

    def serve(self):
        """Answer calls until the answer to ours comes."""
        while True:
            try:
                line = self.stream.readline()
            except ConnectionResetError:
                line = b""
            if not line:
                raise EOFError("the host is gone")
            message = json.loads(line)
            if "ok" in message:
                return message["ok"]
            if "error" in message:
                raise Failed(message["error"])
            self.seen.append(message)
            if "call" in message:
                self.send(self.answer(message))

    def answer(self, message):
        answer = self.answers.get(message["call"], default_answer)
        try:
            answer = answer(message) if callable(answer) else answer
        except Failed as failure:
            return {"error": failure.error}
        return answer if isinstance(answer, dict) and "error" in answer and "status" not in answer else {"ok": answer}

    def calls(self, name=None):
        """The host's calls (of one name), without the name."""
        found = [message for message in self.seen if "call" in message and name in (None, message["call"])]
        return [{key: value for key, value in message.items() if name is None or key != "call"} for message in found]

    def hang_up(self):
        try:
            self.stream.close()
        except OSError:
            pass  # the other end was gone first
        self.socket.close()


class FakeEngine(Conversation):
    """Starts host.py and talks to it."""

    def __init__(self, directory, answers=None, environment=None, python=sys.executable):
        ours, theirs = socket.socketpair()
        with theirs:
            os.set_inheritable(theirs.fileno(), True)
            self.process = subprocess.Popen(
                [python, HOST], cwd=str(directory), pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env=dict(_environment(), LIMBECK_HOST_FD=str(theirs.fileno()), **(environment or {})),
            )
        super().__init__(ours, answers)

    def close(self):
        """End the conversation; (status, standard output, standard error) of the host."""
        self.hang_up()
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out.decode(), err.decode()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()
        self.hang_up()


class Served(Conversation):
    """Plays `limbeck serve` for this process, in a thread; `fd` is the other end."""

    def __init__(self, answers=None):
        ours, theirs = socket.socketpair()
        self.fd = theirs.detach()
        super().__init__(ours, answers)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        try:
            self.serve()
        except EOFError:
            self.hang_up()
