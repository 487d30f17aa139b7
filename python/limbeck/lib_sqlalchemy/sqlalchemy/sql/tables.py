"""Table and MetaData."""

from limbeck.missing import raise_for

from . import naming
from .base import ColumnCollection
from .constraints import ForeignKeyConstraint, PrimaryKeyConstraint
from .item import BLANK_SCHEMA, DialectKWArgs, SchemaItem, tell_attached
from .selectable import TableClause

__getattr__ = raise_for(__name__)

RETAIN_SCHEMA = object()
_KEYWORDS = (
    "schema autoload autoload_with autoload_replace resolve_fks include_columns quote quote_schema prefixes comment "
    "info listeners implicit_returning extend_existing keep_existing useexisting must_exist"
).split()


def _refuse(message):
    from ..exc import InvalidRequestError

    raise InvalidRequestError(message)


def _table_key(name, schema):
    return name if schema is None else "%s.%s" % (schema, name)


class Table(DialectKWArgs, SchemaItem, TableClause):
    """A table: Table(name, metadata, *columns, constraints and indexes, **options).

    There is one of a name in a MetaData; Table(name, metadata) finds it again."""

    __visit_name__ = "table"

    def __new__(cls, *args, **kwargs):
        if not args and not kwargs:
            return object.__new__(cls)
        return cls._make(*args, **kwargs)

    @classmethod
    def _make(cls, name, metadata, *args, **kwargs):
        schema = kwargs.get("schema")
        schema = metadata.schema if schema is None else None if schema is BLANK_SCHEMA else schema
        keep = kwargs.pop("keep_existing", False)
        extend = kwargs.pop("extend_existing", False) or kwargs.pop("useexisting", False)
        must_exist = kwargs.pop("must_exist", kwargs.pop("mustexist", False))
        key = _table_key(name, schema)
        found = metadata.tables.get(key)
        if found is not None:
            if not keep and not extend and args:
                _refuse(
                    "Table '%s' is already defined for this MetaData instance.  Specify 'extend_existing=True' to "
                    "redefine options and columns on an existing Table object." % key
                )
            if extend:
                found._configure(args, kwargs, extend=True)
            return found
        if must_exist:
            _refuse("Table '%s' not defined" % key)
        made = kwargs.pop("_made", None)
        if made is None:
            made = object.__new__(cls)
        made._start(name, metadata, schema, kwargs)
        metadata._add_table(key, made)
        try:
            made._configure(args, kwargs)
        except Exception:
            metadata._remove_table(key)
            raise
        metadata._table_is_there(made)
        tell_attached(made, metadata)
        return made

    def __init__(self, *args, **kwargs):
        """Everything is done in __new__: the table may exist already."""

    def _start(self, name, metadata, schema, options):
        quote, quote_schema = options.get("quote"), options.get("quote_schema")
        self.name = naming.quoted_name(name, quote) if quote is not None else name
        self.schema = naming.quoted_name(schema, quote_schema) if quote_schema is not None else schema
        self.metadata = metadata
        self.fullname = _table_key(name, schema)
        self._columns = ColumnCollection()
        self.indexes = set()
        self.constraints = set()
        self.foreign_keys = set()
        self._prefixes = []
        self.comment = None
        self.implicit_returning = True
        self.primary_key = None
        PrimaryKeyConstraint(_implicit_generated=True)._set_parent(self)

    def _configure(self, items, options, extend=False):
        for event, listener in options.get("listeners", ()):
            from .. import event as events

            events.listen(self, event, listener)
        if options.get("comment") is not None:
            self.comment = options["comment"]
        if options.get("info") is not None:
            self.info = options["info"]
        if options.get("prefixes") is not None:
            self._prefixes = list(options["prefixes"])
        given = {name: value for name, value in options.items() if name not in _KEYWORDS and not name.startswith("_")}
        kept = dict(self.dialect_kwargs)
        self._take(dict(kept, **given))
        bind = options.get("autoload_with")
        if bind is None and options.get("autoload"):
            bind = self.metadata.bind
        if bind is not None:
            from limbeck.reflect import load_table

            load_table(
                self,
                bind,
                include_columns=options.get("include_columns"),
                own=[item.key or item.name for item in items if hasattr(item, "_fks") and hasattr(item, "nullable")],
                replace=options.get("autoload_replace", True) or not extend,
                resolve_fks=options.get("resolve_fks", True),
            )
        for item in items:
            self._take_item(item, replace=extend or bind is not None)

    def _take_item(self, item, replace=False):
        if item is None:
            return
        if hasattr(item, "_set_table") and hasattr(item, "nullable"):
            self.append_column(item, replace_existing=replace)
        elif hasattr(item, "_set_parent"):
            item._set_parent(self)
        else:
            from ..exc import ArgumentError

            raise ArgumentError("'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got %r" % (item,))

    # -- parts

    def append_column(self, column, replace_existing=False):
        """Add a column."""
        key = column.key if column.key is not None else column.name
        found = self._columns.get(key) if key is not None else None
        if found is not None and found is not column:
            if not replace_existing:
                from ..exc import DuplicateColumnError

                raise DuplicateColumnError(
                    "A column with name '%s' is already present in table '%s'." % (column.name, self.name)
                )
            self._drop_parts_of(found)
        column._set_table(self)

    def _drop_parts_of(self, column):
        for foreign_key in list(column._fks):
            self.foreign_keys.discard(foreign_key)
            if foreign_key.constraint is not None and len(foreign_key.constraint.elements) == 1:
                self.constraints.discard(foreign_key.constraint)

    def _take_column(self, column):
        self._columns.replace(column)
        if column.primary_key:
            self.primary_key._replace(column)
        elif column.key in self.primary_key.columns:
            self.primary_key._replace(column)
            column.primary_key = True
        self._memo = {}

    def append_constraint(self, constraint):
        """Add a constraint."""
        constraint._set_parent(self)

    def _attach(self, part):
        part._on_table(self)
        tell_attached(part, self)

    def add_is_dependent_on(self, table):
        """Have this table created after another."""
        self.metadata._dependencies.add((table, self))

    @property
    def foreign_key_constraints(self):
        """The foreign key constraints."""
        return {constraint for constraint in self.constraints if isinstance(constraint, ForeignKeyConstraint)}

    @property
    def _sorted_constraints(self):
        return sorted(self.constraints, key=lambda constraint: constraint._creation_order)

    @property
    def autoincrement_column(self):
        """The column that counts by itself, or None."""
        return self.primary_key._autoincrement_column

    _autoincrement_column = autoincrement_column

    @property
    def prefixes(self):
        """Words between CREATE and TABLE."""
        return self._prefixes

    @property
    def bind(self):
        """The engine of its MetaData, as it was before SQLAlchemy 2."""
        return self.metadata.bind

    @property
    def description(self):
        """The name with the schema, if any."""
        return self.key

    def __repr__(self):
        parts = [repr(self.name), repr(self.metadata)] + [repr(column) for column in self.columns]
        parts.append("schema=%r" % self.schema)
        return "Table(%s)" % ", ".join(parts)

    def __str__(self):
        return self.key

    # -- in the database

    def create(self, bind=None, checkfirst=True):
        """CREATE TABLE, with its types and indexes; with checkfirst only if it is not there."""
        from .create import create_all

        create_all(self.metadata, bind if bind is not None else self.bind, [self], checkfirst, alone=self)

    def drop(self, bind=None, checkfirst=True):
        """DROP TABLE, with its types; with checkfirst only if it is there."""
        from .create import drop_all

        drop_all(self.metadata, bind if bind is not None else self.bind, [self], checkfirst, alone=self)

    def exists(self, bind=None):
        """Whether the database has it."""
        from ..inspection import inspect

        return inspect(bind if bind is not None else self.bind).has_table(self.name, schema=self.schema)

    # -- copies

    def to_metadata(self, metadata, schema=RETAIN_SCHEMA, referred_schema_fn=None, name=None):
        """A copy in another MetaData."""
        name = self.name if name is None else name
        actual = self.schema if schema is RETAIN_SCHEMA else metadata.schema if schema is None else schema
        key = _table_key(name, actual)
        if key in metadata.tables:
            import warnings

            warnings.warn(
                "Table '%s' already exists within the given MetaData - not copying." % self.description, stacklevel=2
            )
            return metadata.tables[key]
        columns = [column._copy(schema=actual) for column in self.columns]
        made = Table(
            name,
            metadata,
            *columns,
            schema=actual if actual is not None else BLANK_SCHEMA,
            comment=self.comment,
            prefixes=self._prefixes,
            **self.dialect_kwargs,
        )
        for constraint in self._sorted_constraints:
            self._copy_constraint(constraint, made, schema, actual, referred_schema_fn)
        for index in sorted(self.indexes, key=lambda item: item._creation_order):
            if not index._column_flag:
                index._copy(target_table=made)._set_parent(made)
        return self._copy_marks(made)

    tometadata = to_metadata

    def _copy_constraint(self, constraint, made, schema, actual, referred_schema_fn):
        if constraint._type_bound or constraint._column_flag:
            return
        if isinstance(constraint, PrimaryKeyConstraint) and constraint._implicit_generated:
            return
        if isinstance(constraint, ForeignKeyConstraint):
            referred = constraint._referred_schema
            if referred_schema_fn:
                target = referred_schema_fn(self, actual, constraint, referred)
            elif schema is RETAIN_SCHEMA:
                target = None
            else:
                target = actual if referred == self.schema else None
            copy = constraint._copy(schema=target, target_table=made)
        else:
            copy = constraint._copy(target_table=made)
        copy._set_parent(made)


class _LateTable(Table):
    """A table that becomes one when something is asked of it: most that create_table() returns are never looked at."""

    def __getattribute__(self, name):
        _become_table(self)
        return getattr(self, name)

    def __setattr__(self, name, value):
        _become_table(self)
        setattr(self, name, value)


def late_table(maker, name, items):
    """What maker.table(name, *items) would make."""
    made = object.__new__(_LateTable)
    object.__getattribute__(made, "__dict__")["_late"] = maker, name, items
    return made


def _become_table(table):
    maker, name, items = object.__getattribute__(table, "__dict__").pop("_late")
    object.__setattr__(table, "__class__", Table)
    maker.table(name, *items, _made=table)


class _Tables(dict):
    """The tables of a MetaData; scripts read it only."""

    def __or__(self, other):
        return dict(self, **other)


class MetaData(SchemaItem):
    """A set of tables, with what they have in common: a default schema, a naming convention."""

    __visit_name__ = "metadata"

    def __init__(self, bind=None, reflect=False, schema=None, quote_schema=None, naming_convention=None, info=None):
        if isinstance(bind, str) and schema is None and "://" not in bind:
            bind, schema = None, bind  # SQLAlchemy 2 has the schema first
        self.tables = _Tables()
        self.schema = naming.quoted_name.construct(schema, quote_schema) if quote_schema is not None else schema
        self.naming_convention = naming_convention or naming.DEFAULT
        self.bind = bind
        self._sequences = {}
        self._enums = []
        self._untyped = {}  # table key -> ForeignKeys whose column waits for its type
        self._dependencies = set()
        if info:
            self.info = info

    def __repr__(self):
        return "MetaData(bind=%r)" % self.bind if self.bind is not None else "MetaData()"

    def __contains__(self, table):
        return (table if isinstance(table, str) else table.key) in self.tables

    def __iter__(self):
        return iter(self.sorted_tables)

    def _add_table(self, key, table):
        self.tables[key] = table

    def _table_is_there(self, table):
        for foreign_key in self._untyped.pop(table.key, ()):
            foreign_key._adopt_type(foreign_key.parent)

    def _remove_table(self, key, schema=None):
        self.tables.pop(key, None)

    def _own_type(self, type_):
        self._enums.append(type_)

    @property
    def _schemas(self):
        return {table.schema for table in self.tables.values() if table.schema is not None}

    def remove(self, table):
        """Forget a table."""
        self._remove_table(table.key)

    def clear(self):
        """Forget all tables."""
        self.tables.clear()
        self._untyped.clear()
        del self._enums[:]

    def is_bound(self):
        """Whether it has an engine, as it might before SQLAlchemy 2."""
        return self.bind is not None

    @property
    def sorted_tables(self):
        """The tables, each after those that it references."""
        from .create import sort_tables

        return sort_tables(sorted(self.tables.values(), key=lambda table: table.key))

    def create_all(self, bind=None, tables=None, checkfirst=True):
        """Create the tables in the database; with checkfirst those that are not there."""
        from .create import create_all

        create_all(self, bind if bind is not None else self.bind, tables, checkfirst)

    def drop_all(self, bind=None, tables=None, checkfirst=True):
        """Drop the tables from the database."""
        from .create import drop_all

        drop_all(self, bind if bind is not None else self.bind, tables, checkfirst)

    def reflect(
        self,
        bind=None,
        schema=None,
        views=False,
        resolve_fks=True,
        only=None,
        extend_existing=False,
        autoload_replace=True,
        **dialect_kwargs,
    ):
        """Make Tables of what the database has."""
        from limbeck.reflect import load_metadata

        load_metadata(
            self,
            bind if bind is not None else self.bind,
            schema=schema if schema is not None else self.schema,
            views=views,
            resolve_fks=resolve_fks,
            only=only,
            extend_existing=extend_existing,
            replace=autoload_replace,
        )


ThreadLocalMetaData = MetaData
