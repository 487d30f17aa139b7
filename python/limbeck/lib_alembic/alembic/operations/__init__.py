"""Operations: what a revision does, and how it is said."""

from . import toimpl  # noqa: F401  (what the built-in ones do)
from .base import AbstractOperations, BatchOperations, Operations
from .ops import MigrateOperation, MigrationScript

__all__ = ("AbstractOperations", "BatchOperations", "MigrateOperation", "MigrationScript", "Operations")
