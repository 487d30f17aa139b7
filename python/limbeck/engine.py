"""Starts the `limbeck` program where scripts run without it: in pytest, in an application, in an interactive session.

The program is $LIMBECK, else the one installed beside this package, else the one on the PATH. It runs as `limbeck
serve`, the other end of a socket pair, and ends when this process does: it reads the end of the conversation.
"""

import os
import sys

from .channel import EngineError


def program():
    """The path of the `limbeck` program. EngineError if there is none."""
    wanted = os.environ.get("LIMBECK")
    if wanted:
        return wanted
    for path in _beside():
        if os.access(path, os.X_OK) and os.path.isfile(path):
            return path
    from shutil import which

    found = which("limbeck")
    if not found:
        raise EngineError(
            "the program limbeck is not found",
            "config",
            {"hint": "Install limbeck, or name its program in the environment variable LIMBECK."},
        )
    return found


def _beside():
    """Where an installation puts the program: the package lies in PREFIX/share/limbeck/python/limbeck, in
    PREFIX/lib/limbeck/python/limbeck or in a virtual environment's site-packages."""
    here = os.path.dirname(os.path.abspath(__file__))
    prefix = here
    for _ in range(5):
        prefix = os.path.dirname(prefix)
        yield os.path.join(prefix, "bin", "limbeck")
    yield os.path.join(os.path.dirname(sys.executable or "/"), "limbeck")


def start():
    """Start `limbeck serve`; returns the descriptor of the socket to it."""
    import socket
    import subprocess

    path = program()
    ours, theirs = socket.socketpair()
    environment = dict(os.environ, LIMBECK_HOST_FD=str(theirs.fileno()))
    try:
        with theirs:
            process = subprocess.Popen(
                [path, "serve"], stdin=subprocess.DEVNULL, env=environment, pass_fds=(theirs.fileno(),)
            )
    except OSError as failure:
        ours.close()
        raise EngineError("the program %s cannot be started: %s" % (path, failure.strerror), "config") from None
    _reap_at_exit(process)
    return ours.detach()


def _reap_at_exit(process):
    """It ends by itself when the socket closes; wait for that, so that what it has begun is undone when we are gone."""
    import atexit

    owner = os.getpid()

    def reap():
        if os.getpid() != owner:
            return
        from . import channel

        if channel._channel is not None:
            channel._channel.close()
        try:
            process.wait(5)
        except Exception:
            process.kill()
            process.wait()

    atexit.register(reap)
