"""CursorResult: the result of a statement that the engine has run."""

from limbeck import values
from limbeck.missing import raise_for

from .. import exc
from .result import Result
from .row import row_class

__getattr__ = raise_for(__name__)

_PIECE = 1000


class _EngineRows:
    """A source of rows that the engine holds and gives out in pieces."""

    closed = False

    def __init__(self, connection, answer, readers):
        self._connection = connection
        self._rows = answer["rows"]
        self._handle = answer.get("result") if answer.get("more") else None
        self._readers = readers
        self._at = 0
        self._decode()

    def _decode(self):
        """Python's values for the cells, and then those of the columns' types."""
        rows = values.rows_from_wire(self._rows)
        for place, read in self._readers:
            for row in rows:
                row[place] = read(row[place])
        self._rows = rows

    def _more(self, n):
        """Fetch the next piece; whether there was any."""
        if self._handle is None:
            return False
        answer = self._connection._call("fetch", result=self._handle, n=n)
        self._rows, self._at = answer["rows"], 0
        if not answer.get("more"):
            self._handle = None
        self._decode()
        return bool(self._rows)

    def take(self, n):
        if self.closed:
            raise exc.ResourceClosedError("This result object is closed.")
        rows = self._rows
        at = self._at
        if n == 1 and at < len(rows):
            self._at = at + 1
            return rows[at : at + 1]
        taken = rows[at : None if n is None else at + n]
        self._at = at + len(taken)
        while self._handle is not None and (n is None or len(taken) < n):
            wanted = _PIECE if n is None else max(n - len(taken), _PIECE)
            if not self._more(wanted):
                break
            part = self._rows[: None if n is None else n - len(taken)]
            self._at = len(part)
            taken += part
        return taken

    def end(self):
        self._rows, self._at = [], 0

    def close(self):
        if self._handle is not None:
            handle, self._handle = self._handle, None
            self._connection._call("release", result=handle)
        self.closed = True
        self._rows = []


class _NoRows:
    """The source of a statement that returns no rows."""

    closed = True

    def take(self, n):
        raise exc.ResourceClosedError("This result object does not return rows. It has been closed automatically.")

    def end(self):
        """Nothing is left over."""

    def close(self):
        """Nothing is held."""


class _WrittenRows(_NoRows):
    """The source of a statement that was written to the output (--sql): a script that went on without the rows would write too little."""

    def take(self, n):
        error = exc.InvalidRequestError("the rows of a statement cannot be read while SQL is only written (--sql)")
        error.limbeck_kind = "exception"
        error.limbeck_parts = {"hint": "Run the revision online, or let the script ask context.is_offline_mode()."}
        raise error


class _PassedRows(_NoRows):
    """The source of a statement of a half-applied revision that is not run again: a former run has done it."""

    def take(self, n):
        raise _not_known()


def _not_known():
    error = exc.InvalidRequestError("what this statement gave is not known any more: a former run has done it, and stopped behind it")
    error.limbeck_kind = "engine"
    error.limbeck_parts = {
        "of": "unfinished",
        "hint": "Bring the database by hand to where it stood before the revision, or to where the revision is applied whole, and "
        "say so with `limbeck stamp REVISION`, which forgets the rest.",
    }
    return error


_no_rows = _NoRows()
_written_rows = _WrittenRows()
_passed_rows = _PassedRows()


class CursorResult(Result):
    """What a statement gave back: rows, or how many it changed.

    `context`: what was executed (ExecutionContext); `rowcount`, `lastrowid`, `inserted_primary_key`.
    """

    def __init__(self, connection, context, answer):
        self.connection = connection
        self.context = context
        self._answer = answer
        columns = answer.get("columns")
        if columns is None:
            self._source = (
                _written_rows if answer.get("written") else _passed_rows if answer.get("passed") else _no_rows
            )
            self._names = ()
            return
        described = context.result_columns(columns)
        self._names = names = described.names
        self._source = _EngineRows(connection, answer, described.readers)
        self._row_class = self._make = row_class(names, described.objects)

    _row_class = row_class(())

    @property
    def returns_rows(self):
        return self._answer.get("columns") is not None

    @property
    def is_insert(self):
        return self.context.isinsert

    @property
    def rowcount(self):
        """How many rows the statement changed, or gave; -1 if the database does not say."""
        self._check_known()
        changed = self._answer.get("changed", -1)
        if changed < 0 and self.returns_rows and not self._answer.get("more"):
            return len(self._answer["rows"])
        return changed

    supports_sane_rowcount = supports_sane_multi_rowcount = lambda self: True

    @property
    def lastrowid(self):
        """The id that the database made for the row inserted last."""
        self._check_known()
        return self._answer.get("insert_id") or None

    def _check_known(self):
        if self._answer.get("passed"):
            raise _not_known()

    @property
    def inserted_primary_key(self):
        """The primary key of the row that an insert() of one row made, as a row. InvalidRequestError otherwise."""
        keys = self.inserted_primary_key_rows
        return keys[0] if keys else None

    @property
    def inserted_primary_key_rows(self):
        if not self.context.isinsert:
            raise exc.InvalidRequestError("Statement is not an insert() expression construct.")
        self._check_known()
        return self.context.inserted_primary_keys(self)

    @property
    def returned_defaults(self):
        rows = self.context.returned_rows
        return rows[0] if rows else None

    @property
    def returned_defaults_rows(self):
        return self.context.returned_rows

    def last_inserted_params(self):
        """The values that an insert() sent."""
        return self.context.last_parameters()

    last_updated_params = last_inserted_params

    def prefetch_cols(self):
        return []

    postfetch_cols = lastrow_has_defaults = prefetch_cols

    @property
    def cursor(self):
        """A driver's cursor, as far as it describes the result."""
        return _Description(self)

    def splice_horizontally(self, other):
        """The columns of both, row by row."""
        from .result import IteratorResult

        rows = [tuple(a) + tuple(b) for a, b in zip(self.all(), other.all())]
        return IteratorResult(self._names + other._names, rows)

    def __del__(self):
        source = self.__dict__.get("_source")
        if source is not None and getattr(source, "_handle", None) is not None:
            self.connection._release_later(source._handle)


class _Description:
    def __init__(self, result):
        columns = result._answer.get("columns")
        self.description = columns and [(one["name"], one.get("type")) + (None,) * 5 for one in columns]
        self.rowcount = result.rowcount
        self.lastrowid = result.lastrowid


LegacyCursorResult = BufferedColumnResultProxy = ResultProxy = CursorResult
