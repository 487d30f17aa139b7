"""Stands for fastapi_users_db_sqlalchemy where it is not installed: its types."""

from . import generics  # noqa: F401
from .generics import GUID  # noqa: F401
