"""Lines for people, on standard output, as Alembic writes them."""

import sys
import warnings
from contextlib import contextmanager

from .exc import CommandError


def write_outstream(stream, *text, quiet=False):
    """Write to `stream`; characters that its encoding lacks become question marks."""
    if quiet:
        return
    encoding = getattr(stream, "encoding", None) or "ascii"
    for piece in text:
        stream.write(piece.encode(encoding, "replace").decode(encoding))


def msg(msg, newline=True, flush=False, quiet=False):
    """A line, wrapped and indented on a terminal."""
    if quiet:
        return
    if sys.stdout.isatty():
        from shutil import get_terminal_size
        from textwrap import wrap

        lines = wrap(msg, max(get_terminal_size().columns, 20), initial_indent="  ", subsequent_indent="  ")
        msg = "\n".join(lines)
    write_outstream(sys.stdout, msg, "\n" if newline else "")
    if flush:
        sys.stdout.flush()


@contextmanager
def status(status_message, newline=False, quiet=False):
    """`MESSAGE ...  done` around a block, or `FAILED`."""
    msg(status_message + " ...", newline, flush=True, quiet=quiet)
    try:
        yield
    except BaseException:
        write_outstream(sys.stdout, "  FAILED\n", quiet=quiet)
        raise
    write_outstream(sys.stdout, "  done\n", quiet=quiet)


def err(message, quiet=False):
    """Say that it failed, and exit."""
    msg("FAILED: %s" % message, quiet=quiet)
    sys.exit(-1)


def warn(msg, stacklevel=2):
    """A UserWarning."""
    warnings.warn(msg, UserWarning, stacklevel=stacklevel)


def warn_deprecated(msg, stacklevel=2):
    """A DeprecationWarning."""
    warnings.warn(msg, DeprecationWarning, stacklevel=stacklevel)


def format_as_comma(value):
    """None, a text, or several texts as one."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    try:
        return ", ".join(value)
    except TypeError:
        raise ValueError("Don't know how to comma-format %r" % (value,)) from None


def obfuscate_url_pw(input_url):
    """A database URL whose password is hidden."""
    from sqlalchemy.engine.url import make_url

    return make_url(input_url).render_as_string(hide_password=True)


__all__ = ("CommandError", "err", "format_as_comma", "msg", "obfuscate_url_pw", "status", "warn", "warn_deprecated",
           "write_outstream")
