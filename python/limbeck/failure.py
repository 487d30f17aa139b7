"""What went wrong in a script, as the engine is told (doc/script-host.md, Messages).

describe(exception) -> the error object. An exception may say more about itself:
    limbeck_kind   the kind it goes by ("unsupported", "command", "restart", ...) instead of "exception"
    limbeck_parts  a dict of further members of the object
A database error keeps the engine's own words wherever it went: its EngineError is found at `engine_error`.
"""

import os
import sys

from .channel import EngineError

HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep


def describe(exception):
    """The error object for an exception that a script let through."""
    frames = _frames(exception)
    place = getattr(exception, "limbeck_place", None) or _script_frame(frames)
    error = {"kind": "exception", "message": _text(exception), "type": type(exception).__qualname__}
    if place:
        error["file"], error["line"] = place
    engine_error = exception if isinstance(exception, EngineError) else getattr(exception, "engine_error", None)
    kind = getattr(exception, "limbeck_kind", None)
    lacking = None if kind else _missing_name(exception)
    if lacking:
        error.update(kind="unsupported", name=lacking)
    elif kind:
        error["kind"] = kind
        error.update(getattr(exception, "limbeck_parts", None) or {})
    elif isinstance(engine_error, EngineError):
        error.update((key, part) for key, part in engine_error.parts.items() if part is not None)
        error.update(kind="engine", message=engine_error.message, of=engine_error.kind)
        if place:
            error["file"], error["line"] = place
    elif isinstance(exception, SystemExit):
        code = exception.code
        shown = "" if code is None else repr(code)
        error.update(kind="exit", status=_status(code), message="the script called exit(%s)" % shown)
    elif _is_command_error(type(exception)):
        error["kind"] = "command"
    elif isinstance(exception, SyntaxError) and exception.filename:
        error["file"], error["line"] = exception.filename, exception.lineno or 0
    if error["kind"] in ("exception", "engine", "unsupported"):
        error["traceback"] = traceback_of(exception)
    return {key: part.replace("\0", "\\x00") if isinstance(part, str) else part for key, part in error.items()}


def traceback_of(exception):
    """The traceback as Python prints it, without the frames of limbeck at its top."""
    import traceback

    trace = exception.__traceback__
    while trace is not None and trace.tb_next and trace.tb_frame.f_code.co_filename.startswith(HERE):
        trace = trace.tb_next
    try:
        return "".join(traceback.format_exception(type(exception), exception, trace))
    except Exception:  # an exception whose own __str__ fails
        return "%s\n" % type(exception).__name__


def _missing_name(exception):
    """The name of alembic or sqlalchemy that limbeck's modules lack, if that is what failed."""
    missing = sys.modules.get("limbeck.missing")
    return missing.name_of(exception) if missing else None


def _text(exception):
    try:
        return str(exception) or type(exception).__name__
    except Exception:
        return type(exception).__name__


def _frames(exception):
    found = []
    trace = exception.__traceback__
    while trace is not None:
        found.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    return found


def _script_frame(frames):
    """File and line of the innermost frame that is neither limbeck's nor of an installed library."""
    own = [frame for frame in frames if not frame[0].startswith((HERE, "<"))]
    for frame in reversed(own):
        if not frame[0].startswith((sys.prefix + os.sep, sys.base_prefix + os.sep)) or "site-packages" not in frame[0]:
            if not _is_stdlib(frame[0]):
                return frame
    return own[-1] if own else None


def _is_stdlib(path):
    return path.startswith(os.path.dirname(os.__file__) + os.sep) and "site-packages" not in path


def _status(code):
    if code is None:
        return 0
    return code & 0xFF if isinstance(code, int) else 1


def _is_command_error(kind):
    return any(base.__name__ == "CommandError" and base.__module__.startswith("alembic") for base in kind.__mro__)
