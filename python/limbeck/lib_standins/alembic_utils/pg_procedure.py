"""Procedures of PostgreSQL."""

from .pg_function import PGProcedure  # noqa: F401
