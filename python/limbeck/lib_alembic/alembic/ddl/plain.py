"""The short way for what most revisions say: a new table of plain columns, an index on columns.

What is made here is what describe.table() would say of the Table, as JSON text, without making one. Whatever is not
plain (conventions, dialect keywords, types that own something, listeners) is left to that way: then the answer is None.
"""

import json
from json.encoder import encode_basestring as quoted

from limbeck import describe

LONGEST_NAME = 60  # one of this length is cut by no database

_classes = None
_types = {}  # (dialect, class, arguments) -> JSON
_defaults = {}  # (dialect, class, name) -> JSON


def _load():
    """limbeck's own classes; those of the real SQLAlchemy take the other way."""
    global _classes
    from limbeck import connections

    if connections.uses_real():
        _classes = False
        return
    from sqlalchemy.sql import columns, constraints, defaults, elements, functions, item, sqltypes, tables, type_api

    _classes = (
        columns.Column, constraints.PrimaryKeyConstraint, constraints.UniqueConstraint, defaults.DefaultClause,
        elements.TextClause, functions.FunctionElement, type_api.TypeEngine._set_table, sqltypes.Boolean,
        item.attaching, tables.late_table,
    )


def create_table(operations, name, items):
    """(JSON of the TABLE, what stands for the Table) of op.create_table(name, *items); None if it is not plain."""
    if _classes is None:
        _load()
    context = operations.migration_context
    if not _classes or not _is_ours(operations, CREATE_TABLE) or _has_conventions(context):
        return None
    if name.__class__ is not str:
        return None
    column_class, attaching = _classes[0], _classes[8]
    if attaching["is_heard"] or len(name) > LONGEST_NAME:
        return None
    dialect = operations.impl.dialect
    columns, constraints, key = {}, [], None
    for item in items:
        if item.__class__ is column_class:
            if constraints or item.name in columns:
                return None
            columns[item.name] = item
        else:
            said = _constraint(item, columns)
            if said is None or said[0] == "primary" and key is not None:
                return None
            if said[0] == "primary":
                key = said[1]
            constraints.append(said)
    primary = [column for column, item in columns.items() if item.primary_key]
    if key is None:
        if primary:
            constraints.append(("primary", primary, None, 0))
        key = primary
    elif primary and primary != key:
        return None
    texts = [_column(item, item.name in key, dialect) for item in columns.values()]
    if None in texts:
        return None
    if len(constraints) > 1:
        constraints.sort(key=_order)
    text = '{"name":%s,"columns":[%s],"constraints":[%s],"indexes":[]}' % (
        quoted(name), ",".join(texts), ",".join([_constraint_text(*said) for said in constraints])
    )
    return text, _classes[9](operations.schema_obj, name, items)


CREATE_TABLE, CREATE_INDEX = "create_table", "create_index"
_ours = {}  # (class of an implementation, operation) -> (class of the operation, what does it); None: not limbeck's


def _is_ours(operations, name):
    """Whether nobody has put something in the place of what limbeck does for the operation."""
    impl = operations.impl.__class__
    try:
        ours = _ours[impl, name]
    except KeyError:
        ours = _ours[impl, name] = _look(impl, name)
    if ours is None:
        return False
    kind, function = ours
    registry = operations._to_impl._registry
    return registry.get((kind, "default")) is function and (kind, impl.__dialect__) not in registry


def _look(impl, name):
    from ..operations import ops, toimpl
    from .impl import DefaultImpl

    if any(getattr(impl, one) is not getattr(DefaultImpl, one) for one in (name, "perform", "create_plain_index")):
        return None
    return {CREATE_TABLE: ops.CreateTableOp, CREATE_INDEX: ops.CreateIndexOp}[name], getattr(toimpl, name)


def _has_conventions(context):
    return bool(getattr(context.opts.get("target_metadata"), "naming_convention", None))


def _constraint(item, columns):
    """(kind, names of columns, name, age) of a primary key or unique constraint."""
    kind = item.__class__
    kind = "primary" if kind is _classes[1] else "unique" if kind is _classes[2] else None
    if kind is None:
        return None
    names, name = item._pending, item.name
    if (
        name is not None and (name.__class__ is not str and not _is_final(name) or len(name) > LONGEST_NAME)
        or item.deferrable is not None or item.initially is not None or item.comment is not None
        or item._create_rule is not None or item.dialect_kwargs or item.parent is not None or not names
        or not all(column.__class__ is str and column in columns for column in names)
        or len(set(names)) < len(names)
    ):
        return None
    return kind, names, name, item._creation_order


def _order(said):
    """The primary key first, then as they were made."""
    return said[0] != "primary", said[3]


def _is_final(name):
    return name.__class__.__name__ == "conv"


def _constraint_text(kind, names, name, _):
    text = '{"kind":"%s","columns":[%s]' % (kind, ",".join(map(quoted, names)))
    return text + "}" if name is None else "%s,\"name\":%s}" % (text, quoted(name))


def _column(item, in_key, dialect):
    """The JSON of a Column that no table has."""
    type_ = _type(item.type, dialect)
    if (
        type_ is None or item.table is not None or item.foreign_keys or item.constraints or item.index or item.unique
        or item.system or item.dialect_kwargs or item.default is not None or item.onupdate is not None
        or len(item._waiting) > 1 or item.name.__class__ is not str or item.key != item.name
        or item.server_onupdate is not None
    ):
        return None
    text = '{"name":%s,"type":%s' % (quoted(item.name), type_)
    if not item.nullable or in_key and item._user_nullable is None:
        text += ',"nullable":false'
    if item.autoincrement != "auto":
        if item.autoincrement.__class__ is not bool:
            return None
        text += ',"autoincrement":true' if item.autoincrement else ',"autoincrement":false'
    if in_key:
        text += ',"primary_key":true'
    if item.server_default is not None:
        default = _default(item.server_default, dialect)
        if default is None:
            return None
        text += ',"default":' + default
    if item.comment is not None:
        text += ',"comment":' + quoted(str(item.comment))
    return text + "}"


def _type(type_, dialect):
    kind = type_.__class__
    if kind._set_table is not _classes[6] and (kind is not _classes[7] or type_.create_constraint):
        return None
    key = (dialect.name, kind, *type_.__dict__.values())
    try:
        return _types[key]
    except KeyError:
        text = _types[key] = json.dumps(describe.type_of(type_, dialect))
        return text
    except TypeError:  # an argument that cannot be a key, such as variants
        return None


def _default(clause, dialect):
    if clause.__class__ is not _classes[3]:
        return None
    arg = clause.arg
    kind = arg.__class__
    if kind is str:
        return '{"text":%s}' % quoted(arg)
    if kind is _classes[4]:
        text = arg.text
        if arg._bindparams or "%" in text or ":" in text or "\\" in text:
            return None
        return '{"sql":%s}' % quoted(text)
    if getattr(arg, "__dict__", None) == {}:
        name = None  # true(), false(), null()
    elif isinstance(arg, _classes[5]) and not arg._has_args:
        name = getattr(arg, "name", None)
        if arg.packagenames or name.__class__ is not str:
            return None
    else:
        return None
    if not kind.__module__.startswith("sqlalchemy."):
        return None
    key = (dialect.name, kind, name)
    text = _defaults.get(key)
    if text is None:
        text = _defaults[key] = json.dumps(describe.default(clause, dialect))
    return text


def create_index(operations, name, table, columns, schema, unique, if_not_exists):
    """The JSON of the operation op.create_index(name, table, columns); None if it is not plain."""
    if (
        not _is_ours(operations, CREATE_INDEX)
        or name.__class__ is not str and not _is_final(name) or len(name) > LONGEST_NAME
        or table.__class__ is not str or columns.__class__ not in (list, tuple)
        or not all(column.__class__ is str for column in columns) or _has_conventions(operations.migration_context)
    ):
        return None
    text = '{"op":"create_index","index":{"name":%s,"table":%s,"columns":[%s]' % (
        quoted(name), quoted(table), ",".join(['{"column":%s}' % quoted(column) for column in columns])
    )
    if schema is not None:
        text += ',"schema":' + quoted(schema)
    text += ',"unique":true}' if unique else "}"
    return text + (',"if_not_exists":true}' if if_not_exists else "}")
