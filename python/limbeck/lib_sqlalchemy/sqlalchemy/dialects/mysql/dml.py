"""INSERT ... ON DUPLICATE KEY UPDATE."""

from ...sql import coercions
from ...sql.clause import ClauseElement
from ...sql.dml import Insert as StandardInsert, row_of
from ...sql.selectable import Alias

__all__ = ["Insert", "OnDuplicateClause", "insert", "limit"]


class Insert(StandardInsert):
    """INSERT with ON DUPLICATE KEY UPDATE."""

    stringify_dialect = "mysql"
    inherit_cache = False

    @property
    def inserted_alias(self):
        """The row that was to be inserted, as a table."""
        found = self.__dict__.get("_inserted")
        if found is None:
            found = self._inserted = Alias(self.table, "inserted")
        return found

    @property
    def inserted(self):
        """The row that was to be inserted: its columns."""
        return self.inserted_alias.c

    def on_duplicate_key_update(self, *args, **kw):
        """A copy that changes rows that are there already: by keywords, a dictionary, or pairs in order."""
        from ...exc import ArgumentError

        if args and kw:
            raise ArgumentError("Can't pass kwargs and positional arguments simultaneously")
        if len(args) > 1:
            raise ArgumentError("Only a single dictionary or list of tuples is accepted positionally.")
        values = args[0] if args else kw
        if hasattr(values, "items"):
            values = row_of(self, values)
        return self._with(_post_values_clause=OnDuplicateClause(self.inserted_alias, values))


class OnDuplicateClause(ClauseElement):
    """ON DUPLICATE KEY UPDATE."""

    __visit_name__ = "on_duplicate_key_update"
    stringify_dialect = "mysql"

    def __init__(self, inserted_alias, update):
        self.inserted_alias = inserted_alias
        self.ordered = isinstance(update, list)
        if not update or not isinstance(update, (dict, list)) and not hasattr(update, "items"):
            raise ValueError(
                "update parameter must be a non-empty dictionary or a ColumnCollection such as the `.c.` collection "
                "of a Table object"
            )
        pairs = update if self.ordered else update.items()
        self.update = {coercions.column_key(key): value for key, value in pairs}


def insert(table, values=None, inline=False, **kwargs):
    """INSERT INTO table, with on_duplicate_key_update()."""
    return Insert(table, values, inline, **kwargs)


def limit(number):
    """LIMIT for UPDATE and DELETE, as an option: update(...).with_dialect_options(mysql_limit=number) does the same."""
    return {"mysql_limit": number}
