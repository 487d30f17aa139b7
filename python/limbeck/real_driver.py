"""A database driver (PEP 249) for the project's own SQLAlchemy: its connections are the engine's, values are `:name`."""

from .channel import EngineError, channel
from .values import rows_from_wire, to_wire

apilevel = "2.0"
threadsafety = 1
paramstyle = "named"
sqlite_version_info = (3, 40, 0)
sqlite_version = "3.40.0"
Binary = bytes


class Error(Exception):
    """What the engine or the database says; `engine_error` has its parts."""


class InterfaceError(Error):
    pass


class DatabaseError(Error):
    pass


class OperationalError(DatabaseError):
    pass


class ProgrammingError(DatabaseError):
    pass


class IntegrityError(DatabaseError):
    pass


class DataError(DatabaseError):
    pass


class InternalError(DatabaseError):
    pass


class NotSupportedError(DatabaseError):
    pass


_BY_STATE = {
    "0A": NotSupportedError, "21": ProgrammingError, "22": DataError, "23": IntegrityError, "25": InternalError,
    "3D": ProgrammingError, "3F": ProgrammingError, "42": ProgrammingError, "44": ProgrammingError,
    "XX": InternalError, "19": IntegrityError,
}


def driver_error(error):
    """The driver's exception for an error of the engine."""
    state = error.sqlstate or ""
    made = _BY_STATE.get(state[:2], OperationalError)(error.message)
    made.engine_error = error
    made.pgcode = made.sqlstate = error.sqlstate
    return made


def connect(url):
    """Open a connection."""
    try:
        return Connection(channel().call("connect", url=url)["connection"])
    except EngineError as error:
        raise driver_error(error) from None


class Connection:
    """A connection of the engine's. A statement begins a transaction unless `autocommit` is set."""

    autocommit = False

    def __init__(self, number, in_run=False):
        self.limbeck_number = number
        self.in_run = in_run  # the engine's run has its own transaction on it
        self.has_begun = False

    def _call(self, name, **members):
        try:
            return channel().call(name, connection=self.limbeck_number, **members)
        except EngineError as error:
            raise driver_error(error) from None

    def _execute(self, **members):
        if self.autocommit:
            members["autocommit"] = True
        else:
            self.begin()
        return self._call("execute", **members)

    def begin(self):
        """Begin a transaction if none is open."""
        if not self.has_begun and not self.in_run:
            self._call("begin")
            self.has_begun = True

    def _end(self, verb):
        if self.has_begun or self.in_run:
            self.has_begun = False
            self._call(verb)

    def commit(self):
        """Keep what was done."""
        self._end("commit")

    def rollback(self):
        """Undo what was not committed; in a run that is the run's business."""
        if not self.in_run:
            self._end("rollback")

    def close(self):
        """Close it; what was not committed is undone."""
        if not self.in_run:
            self._call("disconnect")

    def cursor(self, *args, **kw):
        """A new cursor."""
        return Cursor(self)


def _raw(cell):
    """Types of SQLAlchemy's read JSON and UUIDs from texts."""
    if cell.__class__ is dict:
        for key in ("json", "uuid"):
            if key in cell:
                return cell[key]
    return cell


class Cursor:
    """Statements and their rows."""

    arraysize = 1

    def __init__(self, connection):
        self.connection = connection
        self.close()

    def close(self):
        """Give up the rows."""
        self.description, self.rowcount, self.lastrowid, self._rows, self._more = None, -1, None, [], None

    def execute(self, sql, parameters=None):
        """Run a statement; parameters are a dict, or a sequence for those of a statement of its own (`?`, `%s`)."""
        if isinstance(parameters, (tuple, list)) and parameters:
            style = "qmark" if "?" in sql else "format"
            members = {"params": [to_wire(value) for value in parameters], "style": style}
        else:
            values = {key: to_wire(value) for key, value in parameters.items()} if parameters else {}
            members = {"params": values, "style": "named"} if values or ":" in sql else {"style": "none"}
        self._take(self.connection._execute(sql=sql, returning=True, **members))

    def executemany(self, sql, sets):
        """Run a statement for each dict of parameters."""
        many = [{key: to_wire(value) for key, value in one.items()} for one in sets]
        self._take(self.connection._execute(sql=sql, style="named", many=many, returning=False))

    def _take(self, answer):
        columns = answer.get("columns")
        self.description = columns and [(one["name"], one.get("type")) + (None,) * 5 for one in columns]
        self.rowcount = answer.get("changed", -1)
        self.lastrowid = answer.get("insert_id")
        self._more = answer.get("result") if answer.get("more") else None
        self._rows = self._read(answer)

    @staticmethod
    def _read(answer):
        rows = [[_raw(cell) for cell in row] for row in answer.get("rows") or ()]
        return [tuple(row) for row in rows_from_wire(rows)]

    def fetchmany(self, size=None):
        """The next rows."""
        size = size or self.arraysize
        while self._more is not None and len(self._rows) < size:
            answer = self.connection._call("fetch", result=self._more, n=1000)
            self._rows += self._read(answer)
            if not answer.get("more"):
                self._more = None
        taken, self._rows = self._rows[:size], self._rows[size:]
        return taken

    def fetchone(self):
        """The next row, or None."""
        rows = self.fetchmany(1)
        return rows[0] if rows else None

    def fetchall(self):
        """All rows that are left."""
        return self.fetchmany(1 << 62)

    def __iter__(self):
        return iter(self.fetchone, None)

    def setinputsizes(self, *args):
        """Not needed."""

    setoutputsize = setinputsizes
