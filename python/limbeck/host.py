"""The co-process: runs revision scripts and env.py for the engine, which starts it (doc/script-host.md).

    PYTHON .../limbeck/host.py, with LIMBECK_HOST_FD naming the socket

With LIMBECK_SQLALCHEMY=real the project's own SQLAlchemy is used instead of limbeck's.
"""

import os
import sys


def _set_path():
    """limbeck's `alembic` and `sqlalchemy` first, the stand-ins for other packages last."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[0] = os.path.dirname(here)  # not the folder of this file, whose modules have common names
    import limbeck  # noqa: F401

    real = os.environ.get("LIMBECK_SQLALCHEMY") == "real"
    names = ["lib_alembic"] if real else ["lib_alembic", "lib_sqlalchemy"]
    sys.path[:1] = [os.path.join(here, name) for name in names]
    sys.path.append(os.path.join(here, "lib_standins"))
    if real:
        from limbeck.real import install

        install()


def _watch_for_interrupts():
    """Ctrl-C reaches the engine too, and what the engine does is its business: only a script that is busy itself is
    interrupted."""
    import signal

    ours = os.path.dirname(os.path.abspath(__file__)) + os.sep

    def interrupt(number, frame):
        if frame is not None and not frame.f_code.co_filename.startswith((ours, "<frozen")):
            raise KeyboardInterrupt()

    signal.signal(signal.SIGINT, interrupt)


def main():
    """Serve the engine until it closes the conversation."""
    _set_path()
    _watch_for_interrupts()
    from limbeck.channel import ChannelClosed, channel
    from limbeck.session import session

    session()
    try:
        channel().run()
    except ChannelClosed:  # in the middle of something; the engine, if it is there, says why
        _leave(1)
    _leave(0)


def _leave(status):
    """End without waiting for threads that a script has left behind."""
    import atexit

    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError, OSError):
            pass  # a script has closed it
    os._exit(status)


if __name__ == "__main__":
    main()
