"""From what a script executes to a call of the engine: SQL, how its values are marked, the values.

prepare(connection, statement, sets) -> (members of the call `execute`, context). `sets` is None, one set of values (a
dict, or a sequence for a driver's own SQL) or, with `many`, a list of them. The context tells a result about the
statement: which types its columns have, which keys an insert made.
"""

from limbeck.channel import EngineError

from .. import exc

_NO_SETS = (None, False)


def distill(multiparams, params):
    """The values of execute(statement, *multiparams, **params), in both manners of SQLAlchemy: (sets, many)."""
    if not multiparams:
        return (params, False) if params else _NO_SETS
    if len(multiparams) > 1:
        if hasattr(multiparams[0], "keys") or isinstance(multiparams[0], (list, tuple)):
            return list(multiparams), True
        return multiparams, False
    only = multiparams[0]
    if only.__class__ is dict:
        return (only, False) if only else _NO_SETS
    if only is None:
        return _NO_SETS
    if isinstance(only, (list, tuple)):
        if not only:
            return _NO_SETS
        if isinstance(only[0], (list, tuple)) or hasattr(only[0], "keys"):
            return list(only), True
        return only, False
    if hasattr(only, "keys"):
        return {key: only[key] for key in only.keys()}, False
    return (only,), False


class Described:
    """The columns of a result: their names, [(place, function)] for values that need it, the statement's columns."""

    __slots__ = ("names", "readers", "objects")

    def __init__(self, names, readers=(), objects=()):
        self.names = names
        self.readers = readers
        self.objects = objects


class Context:
    """What is known of an execution."""

    isinsert = isupdate = isdelete = isddl = False
    compiled = None
    returned_rows = None
    executemany = False
    execution_options = {}

    def __init__(self, dialect, statement, parameters=None):
        self.dialect = dialect
        self.statement = statement
        self.parameters = parameters

    def result_columns(self, columns):
        return Described(tuple([column["name"] for column in columns]), ())

    def inserted_primary_keys(self, result):
        return []

    def last_parameters(self):
        sets = self.parameters
        return (sets[-1] if sets else {}) if self.executemany else (sets or {})


# ---- SQL of the driver: plain strings


def _string_style(sql, sets, many, dialect):
    """How a plain string marks its values: as the database's driver does, or as the string shows that it does."""
    one = sets[0] if many else sets
    percent = dialect.name in ("postgresql", "mysql", "mariadb")
    if hasattr(one, "keys"):
        return "pyformat" if "%(" in sql else "named"
    if percent:
        return "format" if "%s" in sql or "?" not in sql else "qmark"
    return "qmark" if "?" in sql or "%s" not in sql else "format"


def prepare_string(dialect, sql, sets, many):
    """A plain string: exec_driver_sql(), and execute() of SQLAlchemy 1.4."""
    context = Context(dialect, sql, sets)
    if sets is None:
        if "%%" in sql and dialect.name in ("postgresql", "mysql", "mariadb"):
            sql = sql.replace("%%", "%")  # the drivers of these take it for an escape, even without values
        return {"sql": sql, "style": "none", "returning": True}, context
    style = _string_style(sql, sets, many, dialect)
    return _with_values(sql, style, sets, many, context), context


# ---- values


_BIG = 1 << 63


def _wire(value, dialect):
    if value.__class__ is int and -_BIG <= value < _BIG:
        return value
    if dialect.name == "sqlite" and hasattr(value, "isoformat"):
        return value.isoformat(" ") if hasattr(value, "date") else value.isoformat()  # as Python's sqlite3 writes them
    from limbeck.values import to_wire

    return to_wire(value)


def _wire_set(one, dialect):
    """One set of values for the wire."""
    if one.__class__ is dict:
        return {
            key: value if value.__class__ is str or value is None else _wire(value, dialect)
            for key, value in one.items()
        }
    if hasattr(one, "keys"):
        return {key: _wire(one[key], dialect) for key in one.keys()}
    return [_wire(value, dialect) for value in one]


def _with_values(sql, style, sets, many, context):
    members = {"sql": sql, "style": style, "returning": True}
    try:
        if many:
            context.executemany = True
            members["returning"] = False
            members["many"] = [_wire_set(one, context.dialect) for one in sets]
            return members
        for value in sets.values() if sets.__class__ is dict else sets:
            if value.__class__ is tuple:
                members["sql"], sets = _expand_tuples(sql, style, sets)
                break
        members["params"] = _wire_set(sets, context.dialect)
        return members
    except TypeError as failure:  # a value of a type that no database knows
        from .dberror import translate

        raise translate(EngineError(str(failure), "database", {"sqlstate": "42"}), context.dialect, sql, sets) from None


def _expand_tuples(sql, style, sets):
    """A tuple stands for its items in parentheses, as psycopg2 has it: `IN :ids`."""
    if style in ("named", "pyformat"):
        import re

        expanded = {}
        for key, value in sets.items():
            if value.__class__ is not tuple:
                expanded[key] = value
                continue
            mark = ":%s" if style == "named" else "%%(%s)s"
            names = ["%s__%d" % (key, at) for at in range(len(value))]
            expanded.update(zip(names, value))
            listed = "(%s)" % (", ".join(mark % name for name in names) or "NULL")
            pattern = r"(?<![:\w\\]):%s\b" if style == "named" else r"%%\(%s\)s"
            # `IN (:ids)` has its parentheses already
            sql = re.sub(r"\(\s*%s\s*\)|%s" % ((pattern % re.escape(key),) * 2), lambda found: listed, sql)
        return sql, expanded
    mark = "%s" if style == "format" else "?"
    pieces = sql.split(mark)
    text = [pieces[0]]
    flat = []
    for value, behind in zip(sets, pieces[1:]):
        if value.__class__ is tuple:
            text.append("(%s)" % (", ".join([mark] * len(value)) or "NULL"))
            flat.extend(value)
        else:
            text.append(mark)
            flat.append(value)
        text.append(behind)
    for behind in pieces[len(sets) + 1 :]:
        text += mark, behind
    return "".join(text), flat


# ---- expressions


def is_plain(element):
    """Whether a text() can go as it is: none of its parameters has a value or type of its own, or is a list."""
    binds = element._bindparams
    if not binds:
        return True
    known = element.__dict__.get("_plain")
    if known is None or known[0] is not binds:
        plain = all(one.required and not one.expanding and one.type._isnull for one in binds.values())
        known = element.__dict__["_plain"] = (binds, plain)
    return known[1]


def prepare_text(dialect, element, sets, many):
    """text(): its SQL goes as it is, the engine puts the values in."""
    if sets is None:
        sets = {}
    for one in sets if many else (sets,):
        if not hasattr(one, "keys"):
            raise exc.ArgumentError("the values of a text() go by name: a dict, or a list of dicts")
        for name in element._bindparams:
            if name not in one:
                raise lacking("A value is required for bind parameter %r" % name, element.text, sets)
    context = Context(dialect, element, sets)
    return _with_values(element.text, "named", sets, many, context), context


def lacking(message, sql, sets):
    """The error for a statement without a value that it needs."""
    orig = exc.InvalidRequestError(message)
    return exc.StatementError("(sqlalchemy.exc.InvalidRequestError) %s" % message, sql, sets, orig)


class CompiledContext(Context):
    """What is known of the execution of an expression."""

    def __init__(self, dialect, statement, parameters, compiled):
        Context.__init__(self, dialect, statement, parameters)
        self.compiled = compiled
        kind = getattr(statement, "__visit_name__", None)
        self.isinsert = kind == "insert"
        self.isupdate = kind == "update"
        self.isdelete = kind == "delete"
        self.added_keys = ()  # columns of the primary key that were asked for besides, to know what an insert made

    def result_columns(self, columns):
        names = tuple([column["name"] for column in columns])
        selected = list(getattr(self.statement, "_all_selected_columns", ()))
        if len(selected) != len(names):  # a text() among them stands for several, or for none that is known
            by_name = {getattr(column, "name", None): column for column in selected}
            selected = [by_name.get(name) for name in names]
        readers = []
        for place, column in enumerate(selected):
            type_ = getattr(column, "type", None)
            read = type_._cached_result_processor(self.dialect, None) if type_ is not None else None
            if read is not None:
                readers.append((place, read))
        return Described(names, readers, tuple(selected))

    def inserted_primary_keys(self, result):
        table = self.statement.table
        keys = [column for column in getattr(table, "primary_key", ())]
        from .row import row_class

        make = row_class(tuple(column.key for column in keys))
        if self.returned_rows is not None:
            return [make([row[column] for column in keys]) for row in self.returned_rows]
        if self.executemany:
            raise exc.InvalidRequestError(
                "This statement was an executemany call; if primary key values are wanted, use returning()"
            )
        sent = self.last_parameters()
        made = getattr(table, "_autoincrement_column", None)
        found = []
        for column in keys:
            value = sent.get(column.key)
            found.append(result.lastrowid if value is None and column is made else value)
        return [make(found)]

    def last_parameters(self):
        if self.executemany or self.compiled is None:
            return Context.last_parameters(self)
        return self.compiled.construct_params(self.parameters)


def prepare_compiled(dialect, statement, sets, many, options, is_text=False):
    """An expression: compiled for the dialect, its values as their types have them. is_text: it is written, not run."""
    first = (sets[0] if many else sets) or {}
    if not hasattr(first, "keys"):
        raise exc.ArgumentError("the values of an expression go by name: a dict, or a list of dicts")
    kind = getattr(statement, "__visit_name__", None)
    added = ()
    if kind == "insert" and not many and dialect.insert_returning and not is_text:
        statement, added = _returning_key(statement)
    keywords = {"column_keys": list(first)} if kind in ("insert", "update", "delete") else {}
    translated = options.get("schema_translate_map")
    if translated:
        keywords["schema_translate_map"] = translated
    compiled = statement.compile(dialect=dialect, **keywords)
    context = CompiledContext(dialect, statement, sets, compiled)
    context.added_keys = added
    try:
        sql, values = compiled.wire_many(sets) if many else compiled.wire(sets)
    except exc.InvalidRequestError as failure:  # a value is lacking
        raise lacking(str(failure), str(compiled), sets) from None
    members = _with_values(sql, "named", values, many, context)
    if kind in ("insert", "update", "delete"):
        members["returning"] = bool(statement._returning)
    return members, context


def _returning_key(insert):
    """An insert() of one row that also returns its primary key, if the database has to make a part of it."""
    table = insert.table
    keys = list(getattr(table, "primary_key", ()))
    if not keys or insert._returning or getattr(insert, "_select", None) is not None or insert._multi_values:
        return insert, ()
    return insert.returning(*keys), tuple(keys)
