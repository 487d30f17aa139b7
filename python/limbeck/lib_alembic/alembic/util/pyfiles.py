"""Files and the modules in them."""

import os

from limbeck.missing import raise_for

from .exc import CommandError


def load_python_file(dir_, filename):
    """Execute a Python file and return its module."""
    from limbeck.loader import load_file

    return load_file(os.path.join(dir_, filename))


def coerce_resource_to_filename(fname_or_resource):
    """`package:path` as the path of the file, another path as it is."""
    package, colon, path = str(fname_or_resource).partition(":")
    if os.path.isabs(str(fname_or_resource)) or not colon:
        return str(fname_or_resource)
    from importlib import import_module

    home = next(iter(import_module(package).__path__), None)
    if home is None:
        raise CommandError("no such package: %s" % package)
    return os.path.join(home, *path.split("/"))


__getattr__ = raise_for(__name__)
