"""The types of PostgreSQL that have a name of their own."""

from .types import DOMAIN, ENUM, NamedType  # noqa: F401
