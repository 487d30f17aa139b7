"""Stands for sqlalchemy_utils where it is not installed: the types that revisions name."""

from .types import *  # noqa: F401,F403
from .types import __all__  # noqa: F401
