"""Rows of bulk_insert, on their way to the engine."""

from itertools import chain

from limbeck.values import PLAIN, to_wire

from limbeck.channel import channel, encode

from .wire import given, is_expression

PIECE = 5000  # rows in one message
_PLAIN = {str, bool, int, float, type(None)}  # what JSON has itself


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
    if not defaults and len(rows) > 1 and not impl.as_sql and not impl.is_foreign:
        rows = _send_plain(impl, table, rows)
    for row in rows:
        row = _completed(row, defaults) if defaults else row
        if any(map(is_expression, row.values())):
            _send(impl, table, plan, pending)
            pending = []
            statement = table.insert().values(**row)
            impl._exec(statement.inline() if impl.as_sql else statement)
            continue
        if plan is None or plan.keys != tuple(row):
            _send(impl, table, plan, pending)
            pending = []
            plan = _Plan(impl, table, tuple(row))
        pending.append(row)
        if len(pending) == PIECE:
            _send(impl, table, plan, pending)
            pending = []
    _send(impl, table, plan, pending)


def _send_plain(impl, table, rows):
    """Send rows as long as all have the same keys and values that JSON has itself: each piece while the engine is at the
    one before. Returns the rows that are left."""
    plan = _Plan(impl, table, tuple(rows[0]))
    if not plan.plain:
        return rows
    order = None if plan.order == list(plan.keys) else plan.order
    head = "".join(',"%s":%s' % member for member in impl.members.items())
    head += ',"table":%s,"columns":%s' % (encode(table.name), encode(plan.names))
    if table.schema is not None:
        head += ',"schema":' + encode(table.schema)
    at, text = 0, None
    impl.make_ready()
    try:
        while at < len(rows):
            piece = rows[at : at + PIECE]
            if set(map(type, piece)) != {dict} or set(map(tuple, piece)) != {plan.keys}:
                break
            values = [list(row.values()) if order is None else [row[key] for key in order] for row in piece]
            if not _PLAIN.issuperset(map(type, chain.from_iterable(values))):
                break
            try:
                said = encode(values)
            except ValueError:  # nan and infinity
                break
            if text is not None:
                channel().post('{"tell":"rows"%s,"rows":%s}' % (head, text))
            at, text = at + len(piece), said
    finally:
        if text is not None:  # the answer is for all
            impl.ask('{"call":"insert"%s,"rows":%s}' % (head, text))
    return rows[at:]


def _table_of_that_name(name, rows):
    from sqlalchemy import column, table

    schema, _, name = name.rpartition(".")
    return table(name, *map(column, dict.fromkeys(key for row in rows for key in row)), schema=schema or None)


class _Plan:
    """How rows with the same keys are sent: in the order of the table's columns."""

    def __init__(self, impl, table, keys):
        columns = table.c
        unknown = [key for key in keys if key not in columns]
        if unknown:
            from sqlalchemy.exc import CompileError

            raise CompileError("Unconsumed column names: %s" % ", ".join(map(str, unknown)))
        self.keys = keys
        self.order = [column.key for column in columns if column.key in keys]
        self.names = [columns[key].name for key in self.order]
        self.processors = [_processor(columns[key].type, impl) for key in self.order]
        self.plain = not any(self.processors)

    def values(self, row):
        values = row.values() if self.order == list(self.keys) else map(row.__getitem__, self.order)
        if self.plain:
            return [v if v.__class__ in PLAIN else to_wire(v) for v in values]
        return [to_wire(v if process is None else process(v)) for process, v in zip(self.processors, values)]


def _processor(type_, impl):
    """What makes a value of the type one of the driver's; None if it is one. Text shows booleans and decimals as they are."""
    if impl.as_sql and type_.__visit_name__.lower() in ("boolean", "numeric", "decimal"):
        return None
    return type_.dialect_impl(impl.dialect).bind_processor(impl.dialect)


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
