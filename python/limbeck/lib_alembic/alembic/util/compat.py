"""What differs between versions of Python, by Alembic's names."""

import io
import os
import sys
from configparser import ConfigParser

from limbeck.missing import raise_for

is_posix = os.name == "posix"
py39, py310, py311, py312, py313, py314 = (sys.version_info >= (3, minor) for minor in (9, 10, 11, 12, 13, 14))
string_types = (str,)
text_type = str
binary_type = bytes


class EncodedIO(io.TextIOWrapper):
    """A text stream that leaves the stream below open."""

    def close(self):
        pass


def read_config_parser(file_config, file_argument):
    """Read ini files in the locale's encoding."""
    if sys.version_info >= (3, 10):
        return file_config.read(file_argument, encoding="locale")
    return file_config.read(file_argument)


__all__ = ("ConfigParser", "EncodedIO")
__getattr__ = raise_for(__name__)
