"""What an INSERT or UPDATE puts into which column: values of the statement, of its execution, and columns' defaults."""

from . import coercions

_ABSENT = object()


def _by_key(values):
    return {coercions.column_key(key): value for key, value in values.items()}


def _unconsumed(names):
    from ..exc import CompileError

    return CompileError("Unconsumed column names: %s" % ", ".join(sorted(str(name) for name in names)))


def insert_values(compiler, insert, toplevel, kw):
    """([(column, text of its value)], columns that are to be returned) of an INSERT of one row."""
    table = insert.table
    if insert._values is None and compiler.column_keys is None:
        return [(column, compiler.required_value(column, **kw)) for column in table.c], []
    given = _by_key(insert._values or {})
    asked = set(compiler.column_keys or ()) if toplevel else set()
    pairs, returned = [], []
    wants_key = toplevel and not insert._inline and not insert._returning
    returns = wants_key and compiler.insert_returning and getattr(table, "implicit_returning", False)
    counting = table._autoincrement_column
    used = 0
    for column in table.c:
        key = column.key
        if key in given:
            used += 1
            value = given[key]
            pairs.append((column, compiler.crud_value(column, value, **kw)))
            if column.primary_key and wants_key and getattr(value, "is_clause_element", False):
                if not value._is_bind_parameter and returns:
                    returned.append(column)
        elif key in asked:
            pairs.append((column, compiler.required_value(column, **kw)))
        else:
            text = _insert_default(compiler, column, kw)
            if text is not None:
                pairs.append((column, text))
            if returns and column.primary_key and _made_by_database(column, counting):
                returned.append(column)
    if used < len(given):
        raise _unconsumed(set(given) - {column.key for column in table.c})
    compiler.postfetch_lastrowid = wants_key and not returns and counting is not None
    return pairs, returned


def _made_by_database(column, counting):
    default = column.default
    if default is not None:
        return default.is_sequence or default.is_clause_element
    return column is counting or column.server_default is not None


def _insert_default(compiler, column, kw):
    default = column.default
    if default is None:
        return None
    if default.is_sequence:
        if not compiler.supports_sequences or default.optional and compiler.sequences_optional:
            return None
        return compiler.visit_sequence(default)
    if default.is_clause_element:
        return compiler.process(coercions.expression(default.arg).self_group(), **kw)
    return compiler.default_value(column, default, **kw)


def rows_values(compiler, insert, kw):
    """([(column, text)] of the first row, "VALUES (...), (...)")."""
    rows = [_by_key(row) for row in insert._multi_values]
    first = rows[0]
    columns, pairs = [], []
    for column in insert.table.c:
        if column.key in first:
            name = column.key + "_m0"
            columns.append(column)
            pairs.append((column, compiler.crud_value(column, first[column.key], name, **kw)))
        else:
            text = _insert_default_m(compiler, column, 0, kw)
            if text is not None:
                columns.append(column)
                pairs.append((column, text))
    unknown = set(first) - {column.key for column in insert.table.c}
    if unknown:
        raise _unconsumed(unknown)
    texts = ["(%s)" % ", ".join([text for _, text in pairs])]
    for number, row in enumerate(rows[1:], 1):
        found = []
        for column in columns:
            value = row.get(column.key, _ABSENT)
            if value is not _ABSENT:
                found.append(compiler.crud_value(column, value, "%s_m%d" % (column.key, number), **kw))
                continue
            text = _insert_default_m(compiler, column, number, kw)
            if text is None:
                from ..exc import CompileError

                raise CompileError(
                    "INSERT value for column %s is explicitly rendered as a boundparameter in the VALUES clause; a "
                    "Python-side value or SQL expression is required" % column
                )
            found.append(text)
        texts.append("(%s)" % ", ".join(found))
    return pairs, "VALUES " + ", ".join(texts)


def _insert_default_m(compiler, column, number, kw):
    default = column.default
    if default is None or default.is_sequence or default.is_clause_element:
        return _insert_default(compiler, column, kw)
    return compiler.default_value(column, default, "%s_m%d" % (column.key, number) if number else None, **kw)


def select_columns_of(compiler, insert, kw):
    """([(column, "")], text of the SELECT) of an INSERT FROM SELECT."""
    table, select = insert.table, insert._select
    columns = [table.c[name] for name in insert._select_names]
    added = []
    if insert._defaults:
        taken = set(insert._select_names)
        for column in table.c:
            if column.key not in taken and column.default is not None:
                added.append(column)
    if added:
        columns, select = _with_defaults(compiler, columns, added, select)
    text = compiler.process(select, insert_into=True, **kw)
    return [(column, "") for column in columns], text


def _with_defaults(compiler, columns, added, select):
    from .clause import BindParameter
    from .functions import next_value

    items = []
    for column in added:
        default = column.default
        if default.is_sequence:
            if not compiler.supports_sequences or default.optional and compiler.sequences_optional:
                continue
            item = next_value(default)
        elif default.is_clause_element:
            item = coercions.expression(default.arg).self_group()
        else:
            item = BindParameter(column.key, None, column.type, required=False, _is_crud=True)
            compiler._prefetch.append((column.key, default, column.key))
        items.append(item)
        columns = columns + [column]
    return columns, select.add_columns(*items) if items else select


def update_values(compiler, update, others, kw):
    """[(column's text, text of its value)] of an UPDATE."""
    table, given = update.table, update._values or {}
    names_tables = bool(others) and compiler.update_names_tables
    if update._values is None and compiler.column_keys is None:
        return [(_name(compiler, column, names_tables), compiler.required_value(column, **kw)) for column in table.c]
    by_key, expressions, foreign = {}, [], {}
    for key, value in given.items():
        if isinstance(key, str):
            by_key[key] = value
        elif key.__visit_name__ != "column":
            expressions.append((key, value))
        elif key.table is not None and key.table is not table and key.table in others:
            foreign[key] = value
        else:
            by_key[key.key] = value
    asked = set(compiler.column_keys or ())
    pairs = [
        (
            compiler.process(key, include_table=names_tables),
            compiler.crud_value(_Anonymous(key.type), value, **kw),
        )
        for key, value in expressions
    ]
    pairs += _foreign_values(compiler, foreign, kw)
    columns = list(table.c)
    if update._ordered:
        order = list(by_key)
        columns.sort(key=lambda column: order.index(column.key) if column.key in by_key else len(order))
    for column in columns:
        key = column.key
        if key in by_key:
            text = compiler.crud_value(column, by_key.pop(key), **kw)
        elif key in asked:
            text = compiler.required_value(column, **kw)
        elif column.onupdate is not None and not column.onupdate.is_sequence:
            default = column.onupdate
            if default.is_clause_element:
                text = compiler.process(coercions.expression(default.arg).self_group(), **kw)
            else:
                text = compiler.default_value(column, default, **kw)
        else:
            continue
        pairs.append((_name(compiler, column, names_tables), text))
    if by_key:
        raise _unconsumed(by_key)
    return pairs


class _Anonymous:
    """A target that is no column: its value gets a name of no column's."""

    key = None

    def __init__(self, type_):
        self.type = type_


def _name(compiler, column, with_table):
    if with_table:
        return compiler.preparer.format_column(column, use_table=True)
    return compiler.preparer.quote(column.name)


def _foreign_values(compiler, values, kw):
    if values and not compiler.update_names_tables:
        from ..exc import CompileError

        names = ", ".join(sorted({"'%s'" % column.table.description for column in values}))
        raise CompileError(
            "Backend does not support additional tables in the SET clause; cannot include columns from table(s) %s in "
            "SET clause" % names
        )
    found = []
    for table in {column.table: None for column in values}:
        for column in table.c:
            if column in values:
                name = "%s_%s" % (table.name, column.key)
                found.append((compiler.process(column), compiler.crud_value(column, values[column], name, **kw)))
    return found
