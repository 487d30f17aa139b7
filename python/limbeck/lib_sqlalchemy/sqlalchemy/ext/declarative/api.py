"""sqlalchemy.ext.declarative.api: the same names."""

from . import *  # noqa: F401,F403
from . import DeclarativeMeta, as_declarative, declarative_base, declared_attr  # noqa: F401
