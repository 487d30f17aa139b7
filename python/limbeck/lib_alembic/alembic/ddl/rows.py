"""Rows of bulk_insert, on their way to the engine."""

from limbeck.values import PLAIN, to_wire

from .wire import given, is_expression

PIECE = 2000  # rows in one message


def bulk_insert(impl, table, rows, multiinsert):
    """Insert rows through `impl`. TypeError for what is no list of dicts."""
    if not isinstance(rows, list):
        raise TypeError("List expected")
    if any(not isinstance(row, dict) for row in rows[:1]):
        raise TypeError("List of dictionaries expected")
    if isinstance(table, str):
        table = _table_of_that_name(table, rows)
    if impl.is_foreign and rows and multiinsert:
        impl.connection.execute(table.insert(), rows)
        return
    defaults = _defaults(table)
    plan, pending = None, []
    for row in rows:
        row = _completed(row, defaults) if defaults else row
        if any(map(is_expression, row.values())):
            _send(impl, table, plan, pending)
            pending = []
            impl._exec(table.insert().values(**row))
            continue
        if plan is None or plan.keys != tuple(row):
            _send(impl, table, plan, pending)
            pending = []
            plan = _Plan(impl.dialect, table, tuple(row))
        pending.append(row)
        if len(pending) == PIECE:
            _send(impl, table, plan, pending)
            pending = []
    _send(impl, table, plan, pending)


def _table_of_that_name(name, rows):
    from sqlalchemy import column, table

    schema, _, name = name.rpartition(".")
    return table(name, *map(column, dict.fromkeys(key for row in rows for key in row)), schema=schema or None)


class _Plan:
    """How rows with the same keys are sent."""

    def __init__(self, dialect, table, keys):
        columns = table.c
        unknown = [key for key in keys if key not in columns]
        if unknown:
            from sqlalchemy.exc import CompileError

            raise CompileError("Unconsumed column names: %s" % ", ".join(map(str, unknown)))
        self.keys = keys
        self.names = [columns[key].name for key in keys]
        self.processors = [_processor(columns[key].type, dialect) for key in keys]
        self.plain = not any(self.processors)

    def values(self, row):
        if self.plain:
            return [v if v.__class__ in PLAIN else to_wire(v) for v in row.values()]
        return [
            to_wire(v if process is None else process(v)) for process, v in zip(self.processors, row.values())
        ]


def _processor(type_, dialect):
    return type_.dialect_impl(dialect).bind_processor(dialect)


def _defaults(table):
    """The functions and values that columns without a value get, by key."""
    found = {}
    for column in table.c:
        default = getattr(column, "default", None)
        if default is not None and not getattr(default, "is_sequence", False):
            found[column.key] = default
    return found


def _completed(row, defaults):
    row = dict(row)
    for key, default in defaults.items():
        if key not in row:
            row[key] = default.arg(None) if default.is_callable else default.arg
    return row


def _send(impl, table, plan, rows):
    if not rows:
        return
    members = given({"columns": plan.names, "rows": [plan.values(row) for row in rows]}, schema=table.schema)
    if impl.as_sql:
        impl.perform(dict(members, op="bulk_insert", name=table.name))
    else:
        impl.make_ready()
        impl.call("insert", table=table.name, **members)
