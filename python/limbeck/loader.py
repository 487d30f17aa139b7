"""Executes revision files and env.py, as modules that no `import` finds, with Python's cache of compiled files."""

import _imp
import marshal
import os
import sys
from importlib._bootstrap_external import MAGIC_NUMBER
from importlib.machinery import ModuleSpec, SourceFileLoader, SourcelessFileLoader

from .missing import name_of


_PIECE = 32 << 10
_CODE = compile("", "", "exec").__class__


class Restart(Exception):
    """The scripts need something that limbeck's modules lack and the project's SQLAlchemy may have."""

    limbeck_kind = "restart"


def load(paths):
    """Execute the files; their modules. Before any of them is run on, names that they use and that limbeck's modules
    lack are looked for. Restart if the project's own SQLAlchemy can be tried instead."""
    import gc

    from . import names

    modules = []
    gc.disable()  # what is made here stays
    try:
        for path in paths:
            modules.append(_or_restart(load_file, path))
        lacking = names.lacking(modules)
    finally:
        gc.freeze()
        gc.enable()
    if lacking:
        raise _lacks(lacking)
    return modules


def run_env(path):
    """Execute env.py."""
    return _or_restart(load_file, path)


def _or_restart(function, path):
    try:
        return function(path)
    except Exception as error:
        name = name_of(error)
        if name is not None and real_sqlalchemy():
            raise Restart(name) from error
        raise


def _lacks(lacking):
    """The exception for names that are not there."""
    names = sorted({one.name for one in lacking})
    if real_sqlalchemy():
        return Restart(", ".join(names))
    error = Exception(
        "revisions use names that limbeck's modules lack:"
        + "".join("\n    %s:%d: %s" % (one.path, one.line, one.name) for one in lacking)
    )
    error.limbeck_kind = "unsupported"
    error.limbeck_parts = {"file": lacking[0].path, "line": lacking[0].line, "name": ", ".join(names)}
    return error


def load_file(path):
    """Execute a Python file (or a compiled one) and return its module."""
    name = _module_name(os.path.basename(path))
    loader = (SourcelessFileLoader if path.endswith((".pyc", ".pyo")) else SourceFileLoader)(name, path)
    spec = ModuleSpec(name, loader, origin=path)
    spec.has_location = True
    module = type(sys)(name)
    module.__file__ = path
    module.__loader__ = loader
    module.__spec__ = spec
    code = _cached_code(path) or loader.get_code(name)
    module.__dict__["__limbeck_code__"] = code
    exec(code, module.__dict__)
    return module


def _cached_code(path):
    """The code in the compiled file beside a source that has not changed since, by Python's own rule; None if there is
    none. What importlib does with a dozen calls, for the many files of a project."""
    directory, _, filename = path.rpartition("/")
    if not filename.endswith(".py") or sys.pycache_prefix is not None:
        return None
    level = ".opt-%d" % sys.flags.optimize if sys.flags.optimize else ""
    cached = "%s/__pycache__/%s.%s%s.pyc" % (directory, filename[:-3], sys.implementation.cache_tag, level)
    try:
        source = os.stat(path)
        file = os.open(cached, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        data = os.read(file, _PIECE)
        while len(data) % _PIECE == 0:
            more = os.read(file, _PIECE)
            if not more:
                break
            data += more
    except OSError:
        return None
    finally:
        os.close(file)
    fresh = (int(source.st_mtime) & 0xFFFFFFFF).to_bytes(4, "little") + (source.st_size & 0xFFFFFFFF).to_bytes(4, "little")
    if data[:16] != MAGIC_NUMBER + b"\0\0\0\0" + fresh:
        return None
    try:
        code = marshal.loads(memoryview(data)[16:])
    except (EOFError, ValueError, TypeError):
        return None
    if code.__class__ is not _CODE:
        return None
    if code.co_filename != path:
        _imp._fix_co_filename(code, path)
    return code


def _module_name(filename):
    """Every character that a name may not have becomes an underscore: ae10_x.py is ae10_x_py."""
    if filename.isascii() and ("_" + filename.replace(".", "_")).isidentifier():
        return filename.replace(".", "_")
    return "".join(c if c.isalnum() or c == "_" else "_" for c in filename)


def real_sqlalchemy():
    """Where the project's own SQLAlchemy lies; None if there is none, it is in use, or nobody can start us anew."""
    from importlib.machinery import PathFinder

    from . import HERE
    from .connections import uses_real

    if not os.environ.get("LIMBECK_HOST_FD") or uses_real():
        return None
    found = PathFinder.find_spec("sqlalchemy", [path for path in sys.path if not path.startswith(HERE + os.sep)])
    return found.origin if found is not None and found.origin else None
