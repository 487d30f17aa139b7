"""INSERT ... ON CONFLICT."""

from ..upsert import Insert, OnConflictClause, OnConflictDoNothing, OnConflictDoUpdate

__all__ = ["Insert", "OnConflictClause", "OnConflictDoNothing", "OnConflictDoUpdate", "insert"]


def insert(table, values=None, inline=False, **kwargs):
    """INSERT INTO table, with on_conflict_do_nothing() and on_conflict_do_update()."""
    return Insert(table, values, inline, **kwargs)
