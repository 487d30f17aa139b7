"""The conversation with the engine: lines of JSON over a socket, calls in both directions (doc/script-host.md).

    channel().call("execute", sql="select 1")       -> the value of the answer; EngineError if it failed
    channel().tell("note", text="...")              -> nothing is answered
    channel().serve("step", function)               -> function(message) answers the engine's calls of that name

While one side waits for an answer it answers the calls that the other makes meanwhile. One process has one channel: in
the co-process over the descriptor that LIMBECK_HOST_FD names, elsewhere to a `limbeck serve` that is started when it is
first needed. It may be used from several threads, which take turns. A forked child has none until it asks for one.
"""

import json
import os
import sys
from _thread import RLock

LONGEST_LINE = 64 << 20
PIECE = 64 << 10


class EngineError(Exception):
    """The engine refused a call.

    kind: one of the kinds of doc/script-host.md; parts: all that the engine said, by its name there.
    """

    def __init__(self, message, kind="internal", parts=None):
        Exception.__init__(self, message)
        self.message = message
        self.kind = kind
        self.parts = parts = {} if parts is None else parts
        self.sqlstate = parts.get("sqlstate")
        self.detail = parts.get("detail")
        self.hint = parts.get("hint")
        self.statement = parts.get("statement")

    def __str__(self):
        return self.message

    def __reduce__(self):
        return EngineError, (self.message, self.kind, self.parts)


class ChannelClosed(EngineError):
    """The engine has ended, or the conversation with it: nothing can be asked any more.

    between_messages: it ended where a conversation may end."""

    between_messages = False

    def __init__(self, message="the limbeck program has ended"):
        EngineError.__init__(self, message, "io")

    def __reduce__(self):
        return ChannelClosed, (self.message,)


def _default(value):
    from . import values

    return values.to_wire(value)


_encoder = json.encoder.c_make_encoder
if _encoder is not None:  # what JSONEncoder makes anew for each message
    _encoder = _encoder(None, _default, json.encoder.encode_basestring, None, ":", ",", False, False, False)

    def _encode(value):
        return "".join(_encoder(value, 0))

else:
    _encode = json.JSONEncoder(
        ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":"), default=_default
    ).encode
encode = _encode
_decode = json.JSONDecoder().raw_decode


def parse(line):
    """The message in a line (bytes). ValueError if it is none."""
    text = str(line, "utf-8")
    try:
        message, end = _decode(text)
    except RecursionError:
        raise ValueError("it nests too deeply") from None
    if message.__class__ is not dict or text[end:].strip():
        raise ValueError("it is no JSON object")
    return message


def _flush():
    """What the script printed comes out before what the engine prints next."""
    try:
        sys.stdout.flush()
    except (AttributeError, ValueError, OSError):
        pass  # there is no stdout, or the script closed it


class Channel:
    """A conversation over the socket `fd`, which the channel owns."""

    def __init__(self, fd):
        self._fd = fd
        self._pid = os.getpid()
        self._lock = RLock()
        self._in = b""  # what came behind the last message taken
        self._owed = 0  # answers that the engine owes; more than `_waiting` after a call was interrupted
        self._waiting = 0  # calls under way here
        self._functions = {}
        self._listeners = {}
        self._held = []  # messages that go out before the next one
        self._held_length = 0

    def serve(self, name, function):
        """Answer the engine's calls `name` with what function(message) returns; None stands for {}."""
        self._functions[name] = function

    def listen(self, name, function):
        """Have function(message) take note of what the engine tells under that name."""
        self._listeners[name] = function

    @property
    def is_open(self):
        return self._fd is not None

    def call(self, name, **members):
        """Ask the engine, and wait: the value of its answer. EngineError, ChannelClosed.

        UnicodeEncodeError for a text with a lone surrogate, which has no UTF-8; then nothing was sent.
        """
        members["call"] = name
        return self.call_text(_encode(members))

    def call_text(self, text):
        """The same, of a call that is JSON already."""
        data = (text + "\n").encode()
        with self._lock:
            waiting = self._waiting
            self._send(data)
            self._owed += 1
            self._waiting = waiting + 1
            try:
                message = self._listen(waiting)
            finally:
                self._waiting = waiting
        if "ok" in message:
            return message["ok"]
        error = message["error"]
        if not isinstance(error, dict):
            error = {"message": str(error)}
        raise EngineError(str(error.get("message", "")), error.get("kind") or "internal", error)

    def tell(self, name, **members):
        """Tell the engine; it does not answer."""
        members["tell"] = name
        with self._lock:
            self._send((_encode(members) + "\n").encode())

    def post(self, text):
        """Tell the engine with a message that is JSON already; it may wait for others to go out with it."""
        with self._lock:
            self._held.append(text)
            self._held_length += len(text)
            if self._held_length > PIECE // 2:
                self._send(b"")

    def run(self):
        """Answer the engine's calls until it closes the conversation."""
        try:
            self._listen(None)
        except ChannelClosed as end:
            if not end.between_messages:
                raise
        self.close()

    def close(self):
        """End the conversation. What waits for an answer is not told."""
        fd, self._fd = self._fd, None
        if fd is not None and self._pid == os.getpid():
            try:
                os.close(fd)
            except OSError:
                pass  # a script has closed it

    def _send(self, data):
        if len(data) > LONGEST_LINE:
            raise EngineError("a message of %d MiB is longer than the %d MiB that one may have"
                              % (len(data) >> 20, LONGEST_LINE >> 20), "unsupported")
        _flush()
        if self._held:
            self._held.append("")
            data = "\n".join(self._held).encode() + data
            self._held, self._held_length = [], 0
        if self._fd is None:
            raise ChannelClosed()
        try:
            sent = os.write(self._fd, data)
            while sent < len(data):
                sent += os.write(self._fd, memoryview(data)[sent:])
        except OSError:
            self.close()
            raise ChannelClosed() from None
        except BaseException:  # a signal's: who knows how much of the line is out
            self.close()
            raise

    def _end(self, why):
        self.close()
        return ChannelClosed(why)

    def _receive(self):
        """The next message, whole."""
        pieces = self._in
        length = len(pieces)
        end = pieces.find(b"\n")
        if end < 0:
            held = [pieces] if pieces else []
            while end < 0:
                if self._fd is None:
                    raise ChannelClosed()
                if length > LONGEST_LINE:
                    raise self._end("the engine sent a message of more than %d MiB" % (LONGEST_LINE >> 20))
                try:
                    piece = os.read(self._fd, PIECE)
                except OSError:
                    piece = b""
                except BaseException:
                    self._in = b"".join(held)
                    raise
                if not piece:
                    end = self._end("the limbeck program has ended")
                    end.between_messages = not held
                    raise end
                end = piece.find(b"\n")
                if end >= 0:
                    end += length
                held.append(piece)
                length += len(piece)
            pieces = held[0] if len(held) == 1 else b"".join(held)
        self._in = pieces[end + 1 :]
        try:
            return parse(pieces[:end])
        except ValueError as failure:
            raise self._end("what the engine sent is no message: %s" % failure) from None

    def _listen(self, waiting):
        """Take in messages, answering calls, until the answer comes that is waited for: that of the call above
        `waiting` others. None waits for no answer."""
        while True:
            with self._lock:
                message = self._receive()
                if "ok" in message or "error" in message:
                    if self._owed <= (waiting or 0):
                        raise self._end("the engine sent an answer where none was waited for")
                    self._owed -= 1
                    if self._owed == waiting:
                        return message
                    continue  # to a call that was interrupted
            if "call" in message:
                self._answer(message)
            elif "tell" in message:
                listener = self._listeners.get(message["tell"])
                if listener:
                    listener(message)
            else:
                raise self._end("the engine sent a message that is neither a call nor an answer")

    def _answer(self, message):
        name = message["call"]
        try:
            function = self._functions.get(name)
            if function is None:
                raise EngineError("this script host does not know the call '%s'" % (name,), "unsupported")
            value = function(message)
            data = _encode({"ok": {} if value is None else value})
        except ChannelClosed:
            raise
        except BaseException as error:
            from . import failure

            data = _encode({"error": failure.describe(error)})
        self._send((data + "\n").encode("utf-8", "replace"))


_channel = None
_opening = RLock()


def channel():
    """The channel of this process, made when it is first asked for."""
    global _channel
    found = _channel
    if found is None or found._fd is None:
        with _opening:
            if _channel is None or (_channel._fd is None and "LIMBECK_HOST_FD" not in os.environ):
                _channel = _open()
            found = _channel
    return found


def _open():
    fd = os.environ.get("LIMBECK_HOST_FD")
    if fd:
        os.set_inheritable(int(fd), False)
        return Channel(int(fd))
    from . import engine

    return Channel(engine.start())


def _forget():
    """In a forked child: the conversation is the parent's."""
    global _channel, _opening
    _opening = RLock()
    if _channel is not None:
        if _channel._fd is not None:
            os.close(_channel._fd)
            _channel._fd = None
        if "LIMBECK_HOST_FD" not in os.environ:
            _channel = None


os.register_at_fork(after_in_child=_forget)
