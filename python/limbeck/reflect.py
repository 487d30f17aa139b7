"""What the engine found in a database, as objects: types, and Tables for autoload_with and MetaData.reflect()."""

_PACKAGES = ("postgresql", "mysql", "sqlite", "mssql", "oracle")


def to_type(wire, dialect):
    """The type object for a TYPE of doc/script-host.md; NullType for one that nobody knows."""
    from sqlalchemy.types import NULLTYPE

    cls = _class_of(wire, dialect) if wire else None
    if cls is None:
        return NULLTYPE
    from sqlalchemy.sql.type_api import parameters

    required, optional, _ = parameters(cls)
    given = {name: value for name, value in wire.items() if name in optional or name in _EXTRA.get(cls.__name__, ())}
    if wire.get("item") is not None:
        given["item_type" if "item_type" in required else "data_type"] = to_type(wire["item"], dialect)
    if wire.get("enums") is not None:
        names = {name: wire[name] for name in ("name", "schema", "collation", "charset") if wire.get(name) is not None}
        return cls(*wire["enums"], **names)
    if wire.get("values") is not None:
        return cls(*wire["values"])
    given.update({name: wire[name] for name in required if name in wire})
    return cls(**given)


_EXTRA = {}
for _name in "INTEGER BIGINT SMALLINT MEDIUMINT TINYINT NUMERIC DECIMAL DOUBLE REAL FLOAT".split():
    _EXTRA[_name] = ("unsigned", "zerofill")
for _name in "VARCHAR CHAR TEXT TINYTEXT MEDIUMTEXT LONGTEXT NVARCHAR NCHAR".split():
    _EXTRA[_name] = ("charset", "collation")


def _class_of(wire, dialect):
    """The class for a TYPE: of the dialect's package if it has one of that name, else of sqlalchemy.types."""
    from importlib import import_module

    name = wire["type"]
    if name in ("SQL", "Null"):
        return None
    package = wire.get("dialect") or ("mysql" if dialect.name == "mariadb" else dialect.name)
    places = ["sqlalchemy.dialects.%s.types" % package] if package in _PACKAGES else []
    for place in places + ["sqlalchemy.types"]:
        found = vars(import_module(place)).get(name)
        if isinstance(found, type):
            return found
    return None


def load_table(table, bind, include_columns=None, own=(), replace=True, resolve_fks=True, inspector=None):
    """Give a Table the columns, constraints and indexes that the database's table of its name has.

    own: keys of columns that the script gives itself; replace: whether columns that are there are made anew.
    NoSuchTableError."""
    from sqlalchemy import inspect

    inspector = inspector or inspect(bind)
    name, schema = table.name, table.schema
    skip = set(own) | (set() if replace else set(table.c.keys()))
    for reflected in inspector.get_columns(name, schema=schema):
        if include_columns is not None and reflected["name"] not in include_columns:
            continue
        _fire_column(table, inspector, reflected)
        if reflected.get("key", reflected["name"]) not in skip:
            table.append_column(_column(reflected), replace_existing=True)
    _load_keys(table, inspector)
    _load_foreign_keys(table, inspector, bind if resolve_fks else None)
    _load_indexes(table, inspector, partly=include_columns is not None)
    comment = inspector.get_table_comment(name, schema=schema).get("text")
    if comment is not None and table.comment is None:
        table.comment = comment


def _fire_column(table, inspector, reflected):
    """Listeners of column_reflect may change what was found."""
    from sqlalchemy import event

    for target in (table, table.metadata):
        event.fire(target, "column_reflect", inspector, table, reflected, names=("inspector", "table", "column_info"))


def _column(reflected):
    from sqlalchemy.schema import Column, Computed, DefaultClause, FetchedValue, Identity
    from sqlalchemy.sql.elements import text

    items = []
    default = reflected.get("default")
    if "computed" in reflected:
        items.append(Computed(reflected["computed"]["sqltext"], reflected["computed"].get("persisted")))
    elif "identity" in reflected:
        items.append(Identity(**reflected["identity"]))
        reflected = dict(reflected, autoincrement="auto")
    elif default is not None:
        clause = (
            default
            if isinstance(default, FetchedValue)
            else DefaultClause(text(default.replace(":", r"\:")), _reflected=True)
        )
        items.append(clause)
    given = {
        name: reflected[name] for name in ("nullable", "autoincrement", "comment", "quote", "key") if name in reflected
    }
    return Column(reflected["name"], reflected["type"], *items, **given)


def _load_keys(table, inspector):
    from sqlalchemy.schema import CheckConstraint, PrimaryKeyConstraint, UniqueConstraint

    found = inspector.get_pk_constraint(table.name, schema=table.schema)
    keys = _keys(table)
    names = [keys[name] for name in found["constrained_columns"] if name in keys]
    if names:
        PrimaryKeyConstraint(*names, name=found.get("name"))._set_parent(table)
    for one in inspector.get_unique_constraints(table.name, schema=table.schema):
        if not one.get("duplicates_index") and all(name in keys for name in one["column_names"]):
            UniqueConstraint(*[keys[name] for name in one["column_names"]], name=one["name"])._set_parent(table)
    for one in inspector.get_check_constraints(table.name, schema=table.schema):
        CheckConstraint(one["sqltext"].replace(":", r"\:"), name=one["name"])._set_parent(table)


def _keys(table):
    """{name: key} of the columns: column_reflect may have given them other keys."""
    return {column.name: column.key for column in table.c}


def _load_foreign_keys(table, inspector, bind):
    from sqlalchemy.exc import NoSuchTableError
    from sqlalchemy.schema import ForeignKeyConstraint, Table

    keys = _keys(table)
    for one in inspector.get_foreign_keys(table.name, schema=table.schema):
        if not all(name in keys for name in one["constrained_columns"]):
            continue
        columns = [keys[name] for name in one["constrained_columns"]]
        schema, target = one["referred_schema"], one["referred_table"]
        key = target if schema is None else "%s.%s" % (schema, target)
        if bind is not None and key not in table.metadata.tables:
            try:
                Table(target, table.metadata, schema=schema, autoload_with=bind)
            except NoSuchTableError:
                pass
        refs = ["%s.%s" % (key, name) for name in one["referred_columns"]]
        ForeignKeyConstraint(
            columns, refs, name=one["name"], link_to_name=True, **one.get("options") or {}
        )._set_parent(table)


def _load_indexes(table, inspector, partly):
    from sqlalchemy.schema import Index
    from sqlalchemy.sql.elements import text

    keys = _keys(table)
    for one in inspector.get_indexes(table.name, schema=table.schema):
        names = one["column_names"]
        if one.get("duplicates_constraint") or not all(not partly if name is None else name in keys for name in names):
            continue
        parts = one.get("expressions") or names
        columns = [table.c[keys[part]] if part in keys else text(part.replace(":", r"\:")) for part in parts]
        options = {name: value for name, value in (one.get("dialect_options") or {}).items() if value}
        Index(one["name"], *columns, unique=one["unique"], _table=table, **options)


def load_metadata(
    metadata, bind, schema=None, views=False, resolve_fks=True, only=None, extend_existing=False, replace=True
):
    """Make Tables of what a schema of the database has.

    only: names, or function(name, metadata). InvalidRequestError for a name that is not there."""
    from sqlalchemy import inspect
    from sqlalchemy.exc import InvalidRequestError
    from sqlalchemy.schema import Table

    inspector = inspect(bind)
    available = list(inspector.get_table_names(schema=schema))
    if views:
        available += inspector.get_view_names(schema=schema)
    if only is None:
        names = available
    elif callable(only):
        names = [name for name in available if only(name, metadata)]
    else:
        missing = [name for name in only if name not in available]
        if missing:
            raise InvalidRequestError(
                "Could not reflect: requested table(s) not available in %r: (%s)"
                % (getattr(bind, "engine", bind), ", ".join(missing))
            )
        names = list(only)
    for name in names:
        key = name if schema is None else "%s.%s" % (schema, name)
        if key in metadata.tables and not extend_existing:
            continue
        made = Table.__new__(Table, name, metadata, schema=schema, extend_existing=extend_existing)
        load_table(made, bind, replace=replace, resolve_fks=resolve_fks, inspector=inspector)
