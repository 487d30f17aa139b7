"""INSERT ... ON CONFLICT."""

from .. import upsert
from ..upsert import OnConflictClause, OnConflictDoNothing, OnConflictDoUpdate

__all__ = ["Insert", "OnConflictClause", "OnConflictDoNothing", "OnConflictDoUpdate", "insert"]


class Insert(upsert.Insert):
    """INSERT with ON CONFLICT."""

    stringify_dialect = "sqlite"

    def on_conflict_do_nothing(self, index_elements=None, index_where=None):
        """A copy that leaves rows alone that are there already."""
        return super().on_conflict_do_nothing(None, index_elements, index_where)

    def on_conflict_do_update(self, index_elements=None, index_where=None, set_=None, where=None):
        """A copy that changes rows that are there already."""
        return super().on_conflict_do_update(None, index_elements, index_where, set_, where)


def insert(table, values=None, inline=False, **kwargs):
    """INSERT INTO table, with on_conflict_do_nothing() and on_conflict_do_update()."""
    return Insert(table, values, inline, **kwargs)
