"""Results: what a statement gave back.

Rows come from a source in pieces; a result makes rows of them, and its variants (ScalarResult, MappingResult) something
else. A statement without rows has a result, too, which knows what it changed.
"""

import operator

from limbeck.missing import raise_for

from .. import exc
from .row import Row, RowMapping, RMKeyView, row_class

__getattr__ = raise_for(__name__)


class _Results:
    """What Result, ScalarResult and MappingResult have in common: ways to take rows.

    `_source` is what rows come from: an object with take(n) -> list of at most n tuples (None: all; [] at the end) and
    close(). `_make` makes of a tuple what is handed out, or is None for the tuple itself.
    """

    _make = None
    _unique = None  # a function from a row to what tells it from others; False: the row itself

    def _take(self, n):
        rows = self._source.take(n)
        make = self._make
        if make is not None:
            rows = list(map(make, rows))
        if self._unique is None:
            return rows
        return self._new_ones(rows, n)

    def _new_ones(self, rows, n):
        fresh = []
        while True:
            for row in rows:
                mark = self._unique(row) if self._unique else row
                try:
                    known = mark in self._seen
                    self._seen.add(mark)
                except TypeError:  # not hashable
                    known = any(mark == one for one in self._seen_slowly)
                    self._seen_slowly.append(mark)
                if not known:
                    fresh.append(row)
            if n is None or fresh or not rows:
                return fresh
            rows = self._source.take(n)
            rows = rows if self._make is None else list(map(self._make, rows))

    def unique(self, strategy=None):
        """Leave out rows that came already; strategy(row): what tells them apart."""
        self._unique = strategy or False
        self._seen = set()
        self._seen_slowly = []
        return self

    def all(self):
        """All rows that were not taken yet."""
        rows = self._take(None)
        self._source.end()
        return rows

    fetchall = all

    def fetchmany(self, size=None):
        """The next rows, at most `size`."""
        return self._take(size or getattr(self, "_yield_per", None) or 1)

    def __iter__(self):
        size = getattr(self, "_yield_per", None) or 1000
        while True:
            rows = self._take(size)
            if not rows:
                return
            yield from rows

    def __next__(self):
        rows = self._take(1)
        if not rows:
            raise StopIteration()
        return rows[0]

    next = __next__

    def partitions(self, size=None):
        """The rows in lists of `size`."""
        size = size or getattr(self, "_yield_per", None) or 1000
        while True:
            rows = self._take(size)
            if not rows:
                return
            yield rows

    def yield_per(self, num):
        """Have iteration fetch that many rows at a time."""
        self._yield_per = num
        return self

    def fetchone(self):
        """The next row, or None."""
        rows = self._take(1)
        return rows[0] if rows else None

    def first(self):
        """The first row, or None; the others are given up."""
        rows = self._take(1)
        self.close()
        return rows[0] if rows else None

    def _only(self, none_error, scalar=False):
        rows = self._take(1)
        if not rows:
            self.close()
            if none_error:
                raise exc.NoResultFound("No row was found when one was required")
            return None
        more = self._take(1)
        self.close()
        if more:
            raise exc.MultipleResultsFound(
                "Multiple rows were found when exactly one was required"
                if none_error else "Multiple rows were found when one or none was required"
            )
        return rows[0]

    def one(self):
        """The only row. NoResultFound, MultipleResultsFound."""
        return self._only(True)

    def one_or_none(self):
        """The only row or None. MultipleResultsFound."""
        return self._only(False)

    def close(self):
        """Give up what was not taken."""
        self._source.close()

    @property
    def closed(self):
        return self._source.closed

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.close()


class Result(_Results):
    """Rows by name, place and attribute."""

    _yield_per = None

    def __init__(self, source, names, objects=()):
        self._source = source
        self._names = names
        self._row_class = self._make = row_class(names, objects)

    def keys(self):
        """The names of the columns."""
        return RMKeyView(self._names)

    @property
    def _places(self):
        return self._row_class._places

    def _getter(self, index):
        return operator.itemgetter(self._row_class._place(index))

    def scalar(self):
        """The first column of the first row, or None; the others are given up."""
        row = self.first()
        return None if row is None else tuple.__getitem__(row, 0)

    def scalar_one(self):
        """The first column of the only row. NoResultFound, MultipleResultsFound."""
        return tuple.__getitem__(self._only(True), 0)

    def scalar_one_or_none(self):
        """The first column of the only row, or None. MultipleResultsFound."""
        row = self._only(False)
        return None if row is None else tuple.__getitem__(row, 0)

    def scalars(self, index=0):
        """The values of one column."""
        return ScalarResult(self, index)

    def mappings(self):
        """The rows as mappings."""
        return MappingResult(self)

    def tuples(self):
        return self

    @property
    def t(self):
        return self

    def columns(self, *col_expressions):
        """The rows with these columns only, in this order."""
        places = [self._row_class._place(one) for one in col_expressions]
        objects = tuple(self._row_class._objects[at] for at in places) if self._row_class._objects else ()
        made = Result(_Mapped(self, places), tuple(self._names[at] for at in places), objects)
        made._yield_per = self._yield_per
        return made

    def freeze(self):
        """A function that gives the same rows again, each time it is called."""
        rows = [tuple(row) for row in self.all()]
        names = self._names
        return lambda: IteratorResult(names, rows)

    def merge(self, *others):
        """This result's rows and those of others behind them."""
        rows = [tuple(row) for result in (self,) + others for row in result.all()]
        return IteratorResult(self._names, rows)


class _Mapped:
    """A source of some columns of another result."""

    def __init__(self, result, places):
        self._result = result
        self._places = places

    def take(self, n):
        places = self._places
        return [tuple([tuple.__getitem__(row, at) for at in places]) for row in self._result._take(n)]

    def end(self):
        self._result._source.end()

    def close(self):
        self._result.close()

    @property
    def closed(self):
        return self._result.closed


class _Derived(_Results):
    """A result that hands out something of another's rows."""

    def __init__(self, result):
        self._real = result
        self._source = result._source
        self._yield_per = result._yield_per
        self._unique = result._unique
        if result._unique is not None:
            self.unique(result._unique or None)


class ScalarResult(_Derived):
    """The values of one column."""

    def __init__(self, result, index=0):
        _Derived.__init__(self, result)
        place = index if isinstance(index, int) else result._row_class._place(index)
        self._make = operator.itemgetter(place)


class MappingResult(_Derived):
    """The rows as mappings."""

    def __init__(self, result):
        _Derived.__init__(self, result)
        make = result._make
        self._make = lambda values: RowMapping(make(values))

    def keys(self):
        return self._real.keys()

    def columns(self, *col_expressions):
        return MappingResult(self._real.columns(*col_expressions))


class ListSource:
    """Rows that are there already."""

    closed = False

    def __init__(self, rows):
        self._rows = rows
        self._at = 0

    def take(self, n):
        at = self._at
        if n is None:
            rows = self._rows[at:] if at else self._rows
            self._at = len(self._rows)
        else:
            rows = self._rows[at : at + n]
            self._at = at + len(rows)
        return rows

    def end(self):
        """All rows were taken."""

    def close(self):
        self.closed = True
        self._at = len(self._rows)


class IteratorResult(Result):
    """A result of rows that a script or a session made."""

    def __init__(self, names, rows, objects=()):
        rows = rows if isinstance(rows, list) else list(rows)
        Result.__init__(self, ListSource(rows), tuple(getattr(names, "keys", names)), objects)

    rowcount = property(lambda self: len(self._source._rows))
    returns_rows = True


ChunkedIteratorResult = FrozenResult = MergedResult = IteratorResult


class SimpleResultMetaData:
    """The names of a result's columns, for IteratorResult."""

    def __init__(self, keys, *args, **kw):
        self.keys = list(keys)


def result_tuple(fields, extra=None):
    """A function that makes rows with these column names."""
    return row_class(tuple(fields))


FilterResult = _Derived
TupleResult = Result

__all__ = ["Result", "ScalarResult", "MappingResult", "IteratorResult", "Row", "RowMapping"]
