"""Stands for sqlmodel where it is not installed: the types that revisions name, `sqlmodel.sql.sqltypes`."""

from . import sql  # noqa: F401
from .sql.sqltypes import AutoString  # noqa: F401
