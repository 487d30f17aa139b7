"""The JSON type of SQLite."""

from .types import JSON  # noqa: F401
