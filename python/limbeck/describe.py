"""Schema objects as the wire JSON of doc/script-host.md.

Works by public attributes, so that it takes limbeck's own objects and those of the real SQLAlchemy. Each function takes
an object and the dialect to write SQL texts for (an object with `name`), and leaves out what is absent.
"""

from .describe_types import type_of

__all__ = ["column", "constraint", "default", "index", "options", "sequence", "sql_of", "table", "type_of"]

_SEQUENCE = "start increment minvalue maxvalue nominvalue nomaxvalue cycle cache order".split()
_KINDS = {
    "primary_key_constraint": "primary",
    "unique_constraint": "unique",
    "foreign_key_constraint": "foreign",
    "check_constraint": "check",
    "table_or_column_check_constraint": "check",
    "column_check_constraint": "check",
    "exclude_constraint": "exclude",
}


def _present(**members):
    return {key: value for key, value in members.items() if value is not None and value is not False and value != {}}


def sql_of(expression, dialect):
    """An expression as SQL, values as literals, columns without their table; a string is SQL already."""
    if isinstance(expression, str):
        return str(expression)
    if hasattr(type(expression), "__clause_element__"):  # an attribute of a mapped class
        expression = expression.__clause_element__()
    compiled = expression.compile(dialect=dialect, compile_kwargs={"literal_binds": True, "include_table": False})
    text = str(compiled)
    # Drivers of the "%s" style have every percent sign doubled; what is sent here meets no such driver.
    return text.replace("%%", "%") if getattr(getattr(compiled, "preparer", None), "_double_percents", False) else text


def _is_a(thing, *names):
    return any(cls.__name__ in names for cls in type(thing).__mro__)


def _is_column(thing):
    """Whether it is a column by its name; a literal_column() is SQL."""
    is_one = getattr(thing, "__visit_name__", None) == "column" and hasattr(thing, "table")
    return is_one and not getattr(thing, "is_literal", False)


# -- names


def _name(item, dialect, limit):
    """The name of a constraint or index, shortened if a convention made it; None if the database chooses."""
    name = item.name
    if name is not None and not isinstance(name, str):  # left to a convention until now
        name = dialect.identifier_preparer.format_constraint(item, _alembic_quote=False)
    if name is None:
        return None
    is_made = _is_a(name, "_truncated_label")
    longest = (is_made and getattr(dialect, limit, None)) or getattr(dialect, "max_identifier_length", None) or len(name)
    if len(name) <= longest:
        return str(name)
    if not is_made:
        from sqlalchemy.exc import IdentifierError

        raise IdentifierError("Identifier '%s' exceeds maximum length of %d characters" % (name, longest))
    import sys
    from hashlib import md5

    options = {"usedforsecurity": False} if sys.version_info >= (3, 9) else {}
    return "%s_%s" % (name[: longest - 8], md5(name.encode(), **options).hexdigest()[-4:])


# -- columns


def default(value, dialect):
    """A server default: a string, an expression, DefaultClause, Identity or Computed; None if it has no text."""
    if value is None or isinstance(value, str):
        return value if value is None else {"text": str(value)}
    if _is_a(value, "Identity"):
        members = {name: getattr(value, name, None) for name in _SEQUENCE}
        return {"identity": _present(always=value.always, on_null=value.on_null, **members)}
    if _is_a(value, "Computed"):
        return {"computed": {"sql": sql_of(value.sqltext, dialect), "persisted": value.persisted}}
    if _is_a(value, "FetchedValue"):
        return default(value.arg, dialect) if hasattr(value, "arg") else None
    text = sql_of(value, dialect)
    if dialect.name == "sqlite" and _is_a(value, "ColumnElement"):
        text = "(%s)" % text  # SQLite takes expressions as a default in parentheses only
    return {"sql": text}


def column(item, dialect):
    """A Column."""
    described = {"name": str(item.name), "type": type_of(item.type, dialect)}
    if not item.nullable:
        described["nullable"] = False
    references = bool(item.foreign_keys)
    autoincrement = item.autoincrement
    if autoincrement == "ignore_fk":
        autoincrement, references = "auto", False
    if autoincrement != "auto":
        described["autoincrement"] = bool(autoincrement)
    described.update(
        _present(
            primary_key=bool(item.primary_key),
            foreign_key=references,
            default=default(item.server_default, dialect),
            sequence=_sequence_of(item),
            comment=item.comment,
            system=bool(item.system),
            options=options(item.dialect_kwargs, dialect),
        )
    )
    checks = [constraint(one, dialect) for one in sorted(item.constraints, key=_age) if _is_wanted(one, dialect)]
    if checks:
        described["checks"] = checks
    return described


def _sequence_of(item):
    made = item.default
    if made is None or not getattr(made, "is_sequence", False) or made.optional:
        return None
    return _present(name=str(made.name), schema=made.schema)


# -- constraints


def _age(item):
    return getattr(item, "_creation_order", 0)


class _Compiler:
    """What a constraint's rule of creation asks for: only the dialect."""

    def __init__(self, dialect):
        self.dialect = dialect


def _is_wanted(item, dialect):
    rule = getattr(item, "_create_rule", None)
    return rule is None or bool(rule(_Compiler(dialect)))


def constraint(item, dialect):
    """A constraint of a table, or a CHECK of a column."""
    kind = _KINDS[item.__visit_name__]
    described = {"kind": kind, "columns": []}
    described.update(
        _present(
            name=_name(item, dialect, "max_constraint_name_length"),
            initially=item.initially,
            comment=getattr(item, "comment", None),
            type_bound=getattr(item, "_type_bound", False),
            options=options(item.dialect_kwargs, dialect),
        )
    )
    if item.deferrable is not None:
        described["deferrable"] = bool(item.deferrable)
    _MORE[kind](item, dialect, described)
    return described


def _columns(item, dialect, described):
    columns = list(item.columns)
    if not columns:  # named before there is a table, as in the table_args of a batch
        columns = getattr(item, "_pending", None) or getattr(item, "_pending_colargs", ())
    described["columns"] = [str(getattr(one, "name", one)) for one in columns]


def _check(item, dialect, described):
    described["sql"] = sql_of(item.sqltext, dialect)


def _foreign(item, dialect, described):
    described["columns"] = [str(element.parent.name) for element in item.elements]
    schema = table_name = None
    names = []
    for element in item.elements:
        schema, table_name, name = _target(element)
        names += [] if name is None else [name]
    described["referent"] = dict(_present(schema=schema, table=table_name), columns=names)
    described.update(
        _present(onupdate=item.onupdate, ondelete=item.ondelete, match=item.match, use_alter=bool(item.use_alter))
    )


def _target(foreign_key):
    """(schema, table, column) that a ForeignKey points to, its table need not be known."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        found = foreign_key.column
        return found.table.schema, str(found.table.name), str(found.name)
    except SQLAlchemyError:
        parts = foreign_key.target_fullname.split(".")
    if len(parts) == 1:
        return None, parts[0], None
    schema = ".".join(parts[:-2]) or None
    if schema is None and getattr(foreign_key.parent, "table", None) is not None:
        schema = foreign_key.parent.table.metadata.schema
    return schema, parts[-2], parts[-1]


def _exclude(item, dialect, described):
    elements = []
    for expression, name, operator in item._render_exprs:
        element = {"operator": operator}
        if _is_column(expression):
            element["column"] = str(expression.name)
        else:
            element["sql"] = sql_of(expression, dialect)
        opclass = item.ops.get(getattr(expression, "key", None))
        if opclass:
            element["opclass"] = opclass
        elements.append(element)
    described["elements"] = elements
    described["using"] = item.using
    if item.where is not None:
        described["where"] = sql_of(item.where, dialect)


_MORE = {"primary": _columns, "unique": _columns, "check": _check, "foreign": _foreign, "exclude": _exclude}


# -- indexes


def index(item, dialect):
    """An Index."""
    described = {"columns": [_index_column(one, item, dialect) for one in item.expressions]}
    described.update(
        _present(
            name=_name(item, dialect, "max_index_name_length"),
            table=str(item.table.name) if item.table is not None else None,
            schema=item.table.schema if item.table is not None else None,
            unique=bool(item.unique),
            options=options(item.dialect_kwargs, dialect),
        )
    )
    return described


def _index_column(expression, item, dialect):
    if isinstance(expression, str) or _is_column(expression):
        return {"column": str(getattr(expression, "name", expression))}
    opclasses = item.dialect_kwargs.get("%s_ops" % dialect.name) or {}
    opclass = opclasses.get(getattr(expression, "key", None))
    if dialect.name == "postgresql":
        text = sql_of(expression.self_group(), dialect)
    else:
        text = sql_of(expression, dialect)
        if dialect.name in ("mysql", "mariadb") and _is_bare_expression(expression):
            text = "(%s)" % text  # MySQL takes expressions in parentheses of their own
    return {"sql": text if opclass is None else "%s %s" % (text, opclass)}


def _is_bare_expression(expression):
    if _is_a(expression, "UnaryExpression"):
        return getattr(expression.modifier, "__name__", "") not in ("desc_op", "asc_op")
    return _is_a(expression, "BinaryExpression", "FunctionElement")


# -- dialect keywords


def options(kwargs, dialect):
    """Dialect keywords: expressions become SQL, columns in lists their names; those that are None are left out."""
    return {key: _option(value, dialect) for key, value in dict(kwargs or {}).items() if value is not None}


def _option(value, dialect):
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _option(one, dialect) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [str(one.name) if _is_column(one) else _option(one, dialect) for one in value]
    if hasattr(value, "compile") or hasattr(value, "__clause_element__"):
        return sql_of(value, dialect)
    return str(value)


# -- tables and sequences


def table(item, dialect, without=()):
    """A Table: the primary key first, then the other constraints in the order in which they were made.

    without: constraints that are left out."""
    described = {"name": str(item.name), "columns": [column(one, dialect) for one in item.columns]}
    constraints = [
        one for one in sorted(item.constraints, key=_age) if one is not item.primary_key and one not in without
    ]
    if len(item.primary_key.columns):
        constraints.insert(0, item.primary_key)
    described["constraints"] = [constraint(one, dialect) for one in constraints if _is_wanted(one, dialect)]
    described["indexes"] = [index(one, dialect) for one in sorted(item.indexes, key=_place)]
    described.update(
        _present(
            schema=item.schema,
            prefixes=[str(word) for word in item._prefixes] or None,
            comment=item.comment,
            options=options(item.dialect_kwargs, dialect),
        )
    )
    return described


def _place(item):
    return str(item.name or "")


def sequence(item, dialect):
    """A Sequence."""
    members = {name: getattr(item, name, None) for name in _SEQUENCE}
    kind = getattr(item, "data_type", None)
    return _present(
        name=str(item.name), schema=item.schema, type=None if kind is None else type_of(kind, dialect), **members
    )
