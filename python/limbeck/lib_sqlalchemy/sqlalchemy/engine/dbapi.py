"""A connection in the manner of database drivers (PEP 249): connection.connection, engine.raw_connection()."""

from . import execution


class DriverConnection:
    """cursor(), commit(), rollback(), close() over a Connection.

    owned: close() closes that, too. autocommit: statements run outside of a transaction, as in a `connect` listener."""

    isolation_level = None
    info = property(lambda self: self._connection.info)
    encoding = "UTF8"

    def __init__(self, connection, owned=False, autocommit=False):
        self._connection = connection
        self._owned = owned
        self.autocommit = autocommit
        self.notices = []

    @property
    def dbapi_connection(self):
        return self

    driver_connection = connection = dbapi_connection

    def cursor(self, *args, **kwargs):
        return Cursor(self)

    def execute(self, sql, parameters=None):
        """Of sqlite3: a cursor on which the statement was executed."""
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql, sets):
        return self.cursor().executemany(sql, sets)

    def executescript(self, sql):
        return self.cursor().executescript(sql)

    def set_session(self, autocommit=None, **options):
        if autocommit is not None:
            self.autocommit = autocommit

    def set_isolation_level(self, level):
        self.autocommit = level == 0

    def commit(self):
        if self._connection._in_run or self._connection._transaction is not None:
            self._connection.commit()

    def rollback(self):
        if self._connection._in_run or self._connection._transaction is not None:
            self._connection.rollback()

    def close(self):
        if self._owned:
            self._connection._close(True)

    def detach(self):
        """There is no pool to take it out of."""

    @property
    def closed(self):
        return self._connection.closed

    is_valid = property(lambda self: not self._connection.closed)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is None:
            self.commit()
        else:
            self.rollback()


class Cursor:
    """execute() and the rows it gave, as plain tuples."""

    arraysize = 1
    itersize = 2000

    def __init__(self, connection):
        self.connection = connection
        self._result = None
        self.description = None
        self.rowcount = -1
        self.lastrowid = None
        self.query = None

    def _run(self, sql, sets, many):
        connection = self.connection._connection
        sql = sql if isinstance(sql, str) else getattr(sql, "string", None) or str(sql)
        members, context = execution.prepare_string(connection.dialect, sql, sets, many)
        if sets is None:
            members["sql"] = sql  # a driver without values leaves %% alone
        options = {"isolation_level": "AUTOCOMMIT"} if self.connection.autocommit else {}
        self.query = sql
        self._result = result = connection._execute(members, context, sets, options)
        self.description = result.cursor.description
        self.rowcount = result.rowcount
        self.lastrowid = result.lastrowid

    def execute(self, sql, parameters=None):
        self._run(sql, parameters if parameters else None, False)
        return self

    def executemany(self, sql, sets):
        sets = list(sets)
        if sets:
            self._run(sql, sets, True)
        return self

    def executescript(self, sql):
        self._run(sql, None, False)
        return self

    def mogrify(self, sql, parameters=None):
        """The statement with its values in it, as bytes."""
        from limbeck.channel import channel

        if not parameters:
            return sql.encode()
        dialect = self.connection._connection.dialect
        members, _ = execution.prepare_string(dialect, sql, parameters, False)
        members.pop("returning")
        return channel().call("text", dialect=dialect.name, **members)["sql"].encode()

    def fetchone(self):
        row = self._result.fetchone()
        return None if row is None else tuple(row)

    def fetchmany(self, size=None):
        return [tuple(row) for row in self._result.fetchmany(size or self.arraysize)]

    def fetchall(self):
        return [tuple(row) for row in self._result.all()]

    def __iter__(self):
        return map(tuple, self._result)

    def close(self):
        if self._result is not None and self._result.returns_rows:
            self._result.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


__all__ = ["Cursor", "DriverConnection"]
