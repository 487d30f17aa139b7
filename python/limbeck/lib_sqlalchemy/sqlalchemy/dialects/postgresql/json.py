"""The JSON types of PostgreSQL."""

from .types import JSON, JSONB, JSONPATH  # noqa: F401
