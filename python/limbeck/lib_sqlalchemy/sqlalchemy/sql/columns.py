"""Column and ForeignKey."""

from limbeck.missing import raise_for

from .constraints import ForeignKeyConstraint, UniqueConstraint
from .defaults import ColumnDefault, DefaultClause, DefaultGenerator, FetchedValue
from .elements import ColumnClause
from .item import DialectKWArgs, SchemaItem, creation, tell_attached
from .type_api import TypeEngine, to_instance

__getattr__ = raise_for(__name__)


_NO_ITEM = "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got %r"


def _refuse(message):
    from ..exc import ArgumentError

    raise ArgumentError(message)


def _is_type(argument):
    return isinstance(argument, TypeEngine) or isinstance(argument, type) and issubclass(argument, TypeEngine)


class Column(DialectKWArgs, SchemaItem, ColumnClause):
    """A column of a table: Column([name], [type], *items, **options).

    Items are ForeignKey, constraints, Sequence, Identity, Computed, FetchedValue. Options are those of SQLAlchemy."""

    __visit_name__ = "column"
    inherit_cache = True
    computed = identity = server_default = server_onupdate = default = onupdate = None
    table = None
    _user_nullable = None

    def __init__(
        self,
        *args,
        name=None,
        type_=None,
        autoincrement="auto",
        default=None,
        insert_default=None,
        doc=None,
        key=None,
        index=None,
        unique=None,
        info=None,
        nullable=None,
        onupdate=None,
        primary_key=False,
        server_default=None,
        server_onupdate=None,
        quote=None,
        system=False,
        comment=None,
        insert_sentinel=False,
        _proxies=None,
        **dialect_kwargs,
    ):
        if len(args) == 2 and args[0].__class__ is str and name is type_ is None and isinstance(args[1], TypeEngine):
            name, type_ = args
            args = ()
        else:
            name, type_, args = self._arguments(list(args), name, type_)
        if name is not None and quote is not None:
            from .naming import quoted_name

            name = quoted_name(name, quote)
        super().__init__(name, to_instance(type_))
        self.key = key if key is not None else name
        self._creation_order = next(creation)
        self.primary_key = primary_key
        self._user_nullable = nullable
        self.nullable = not primary_key if nullable is None else nullable
        self.index = index
        self.unique = unique
        self.system = system
        self.doc = doc
        self.autoincrement = autoincrement
        self.comment = comment
        self.constraints = set()
        self.foreign_keys = set()
        self._fks = []
        self._waiting = []  # functions of (column, table), called when the column gets its table
        if info is not None:
            self.info = info
        if dialect_kwargs:
            self._take({k: v for k, v in dialect_kwargs.items() if not k.startswith("_")})
        self.type._set_parent(self)
        self._waiting.append(self.type._set_table)
        default = insert_default if insert_default is not None else default
        if default is not None:
            self._set_default(default, False)
        if onupdate is not None:
            self._set_default(onupdate, True)
        if server_default is not None:
            self._set_server_default(server_default, False)
        if server_onupdate is not None:
            self._set_server_default(server_onupdate, True)
        for item in args:
            self._take_item(item)

    def _arguments(self, args, name, type_):
        """The name, the type and the items: SQLAlchemy lets the first two be left out or be keywords."""
        if args and (isinstance(args[0], str) or args[0] is None):
            if name is not None:
                _refuse("May not pass name positionally and as a keyword.")
            name = args.pop(0)
        if args:
            first = args[0]
            if first is None or _is_type(first) or not hasattr(first, "_set_parent"):
                if type_ is not None:
                    _refuse("May not pass type_ positionally and as a keyword.")
                type_ = args.pop(0)
                if type_ is not None and not _is_type(type_) and not callable(type_):
                    _refuse(_NO_ITEM % type_)
        return name, type_, args

    def _take_item(self, item):
        if not hasattr(item, "_set_parent"):
            _refuse(_NO_ITEM % (item,))
        item._set_parent(self)

    append_foreign_key = _take_item

    def _set_default(self, value, for_update):
        if not isinstance(value, (DefaultGenerator, FetchedValue)):
            value = ColumnDefault(value, for_update)
        value._set_parent(self)

    def _set_server_default(self, value, for_update):
        if isinstance(value, FetchedValue):
            value = value._as_for_update(for_update)
        else:
            value = DefaultClause(value, for_update)
        value._set_parent(self)

    # -- belonging to a table

    def _when_attached(self, function):
        if self.table is not None:
            function(self, self.table)
        else:
            self._waiting.append(function)

    def _set_table(self, table):
        """Become a column of `table`."""
        if not self.name:
            _refuse(
                "Column must be constructed with a non-blank name or assign a non-blank .name before adding to a Table."
            )
        if self.table is not None and self.table is not table:
            _refuse("Column object '%s' already assigned to Table '%s'" % (self.key, self.table.description))
        if self.key is None:
            self.key = self.name
        self.table = table
        table._take_column(self)
        if self.index or self.unique:
            self._add_index(table)
        for foreign_key in self._fks:
            foreign_key._set_table(self, table)
        waiting, self._waiting = self._waiting, []
        for function in waiting:
            function(self, table)
        tell_attached(self, table)

    def _add_index(self, table):
        """The index or constraint that index=True and unique=True ask for."""
        from .indexes import Index

        if isinstance(self.index, str):
            _refuse(
                "The 'index' keyword argument on Column is boolean only. To create indexes with a specific name, "
                "create an explicit Index object external to the Table."
            )
        if isinstance(self.unique, str) and not self.index:
            _refuse(
                "The 'unique' keyword argument on Column is boolean only. To create unique constraints or indexes "
                "with a specific name, append an explicit UniqueConstraint to the Table's list of elements, or "
                "create an explicit Index object external to the Table."
            )
        if self.index:
            table._attach(Index(None, self.key, unique=bool(self.unique), _column_flag=True))
        else:
            table._attach(UniqueConstraint(self.key, _column_flag=True))

    # -- what others ask

    @property
    def description(self):
        """The name."""
        return self.name

    @property
    def _ddl_label(self):
        """table_column, shortened as names of indexes are."""
        table = self.table
        schema = getattr(table, "schema", None)
        parts = ([schema.replace(".", "_")] if schema else []) + ([table.name] if table is not None else [])
        return "_".join(parts + [self.name])

    def references(self, column):
        """Whether a foreign key of this column points to `column`."""
        return any(foreign_key.column is column for foreign_key in self.foreign_keys)

    def copy(self, **kwargs):
        """A copy that belongs to no table."""
        return self._copy(**kwargs)

    def _copy(self, **kwargs):
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.__dict__.pop("_sa_listeners", None)
        for memo in [name for name in made.__dict__ if name.startswith("_memo")]:
            del made.__dict__[memo]
        made.table = None
        made.constraints, made.foreign_keys, made._fks, made._waiting = set(), set(), [], []
        made.type = self._copy_type(**kwargs)
        made.type._set_parent(made)
        made._when_attached(made.type._set_table)
        for name in ("default", "onupdate", "server_default", "server_onupdate"):
            own = getattr(self, name)
            if own is not None and not (name == "server_onupdate" and own is self.server_default):
                made.__dict__.pop(name, None)
                made.__dict__.pop("identity", None)
                own = own._copy() if hasattr(own, "_copy") else own
                own._set_parent(made)
        for constraint in sorted(self.constraints, key=lambda item: item._creation_order):
            if not constraint._type_bound:
                constraint._copy(**kwargs)._set_parent(made)
        for foreign_key in self._fks:
            if foreign_key.constraint is None:
                foreign_key._copy(**kwargs)._set_parent(made)
        return self._copy_marks(made)

    def _copy_type(self, **kwargs):
        from .enumerated import SchemaType

        return self.type.copy(**kwargs) if isinstance(self.type, SchemaType) else self.type

    def _merge(self, other):
        """Give `other` what it does not say itself."""
        if other.type._isnull and not self.type._isnull:
            other.type = self._copy_type()
            other.type._set_parent(other)
            other._when_attached(other.type._set_table)
        if self.primary_key:
            other.primary_key, other.nullable = True, False
        for name in ("autoincrement", "system", "index", "unique", "doc", "comment"):
            value = getattr(self, name)
            if value not in (None, False, "auto") and getattr(other, name) in (None, False, "auto"):
                setattr(other, name, value)
        if self._user_nullable is not None and other._user_nullable is None:
            other.nullable = other._user_nullable = self._user_nullable
        for name in ("default", "onupdate", "server_default", "server_onupdate"):
            value = getattr(self, name)
            if value is not None and getattr(other, name) is None:
                (value._copy() if hasattr(value, "_copy") else value)._set_parent(other)
        for foreign_key in self._fks:
            foreign_key._copy()._set_parent(other)
        for constraint in self.constraints:
            constraint._copy()._set_parent(other)

    def __repr__(self):
        shown = [repr(self.name), repr(self.type)]
        shown += [repr(foreign_key) for foreign_key in self._fks]
        shown += [repr(constraint) for constraint in sorted(self.constraints, key=lambda item: item._creation_order)]
        shown.append("table=<%s>" % self.table.description if self.table is not None else "table=None")
        if self.key != self.name:
            shown.append("key=%r" % self.key)
        for name, value, default in (
            ("primary_key", self.primary_key, False),
            ("nullable", self.nullable, True),
            ("onupdate", self.onupdate, None),
            ("default", self.default, None),
            ("server_default", self.server_default, None),
            ("comment", self.comment, None),
        ):
            if value is not default:
                shown.append("%s=%r" % (name, value))
        return "Column(%s)" % ", ".join(shown)

    def __str__(self):
        if self.name is None:
            return "(no name)"
        return "%s.%s" % (self.table.description, self.name) if self.table is not None else self.name

    def _set_parent(self, table, **kwargs):
        self._set_table(table)


def insert_sentinel(name=None, type_=None, *, default=None, omit_from_statements=True):
    """A column by which rows of a bulk INSERT are told apart; here an ordinary nullable integer."""
    from .sqltypes import Integer

    return Column(name, type_ or Integer(), default=default, nullable=True, insert_sentinel=True)


class ForeignKey(DialectKWArgs, SchemaItem):
    """What a column references: "table.column", "schema.table.column" or a Column.

    On a column it makes a ForeignKeyConstraint when the column gets its table."""

    __visit_name__ = "foreign_key"
    parent = None

    def __init__(
        self,
        column,
        _constraint=None,
        use_alter=False,
        name=None,
        onupdate=None,
        ondelete=None,
        deferrable=None,
        initially=None,
        link_to_name=False,
        match=None,
        info=None,
        comment=None,
        _unresolvable=False,
        **dialect_kwargs,
    ):
        if hasattr(column, "__clause_element__"):
            column = column.__clause_element__()
        if not isinstance(column, (str, Column)):
            _refuse("String column name or Column object for DDL foreign key constraint expected, got %r." % (column,))
        self._spec = column
        self.constraint = _constraint
        self.use_alter = use_alter
        self.name = name
        self.onupdate = onupdate
        self.ondelete = ondelete
        self.deferrable = deferrable
        self.initially = initially
        self.link_to_name = link_to_name
        self.match = match
        self.comment = comment
        if info is not None:
            self.info = info
        self._take(dialect_kwargs)

    # -- where it points to

    @property
    def target_fullname(self):
        """ "table.column" with the schema, if any, in front."""
        if isinstance(self._spec, Column):
            table = self._spec.table
            return "%s.%s" % (table.fullname, self._spec.key) if table is not None else self._spec.key
        return self._spec

    @property
    def _colspec(self):
        return self._spec

    def _tokens(self):
        """(schema, table, column); the column is None where only a table is named."""
        if isinstance(self._spec, Column):
            return self._spec.table.schema, self._spec.table.name, self._spec.key
        parts = self._spec.split(".")
        if len(parts) == 1:
            schema, table, column = None, parts[0], None
        else:
            schema, table, column = ".".join(parts[:-2]) or None, parts[-2], parts[-1]
        parent = self.parent.table if self.parent is not None else None
        if schema is None and parent is not None and parent.metadata.schema is not None:
            schema = parent.metadata.schema
        return schema, table, column

    def _table_key(self):
        schema, table, _ = self._tokens()
        return table if schema is None else "%s.%s" % (schema, table)

    @property
    def column(self):
        """The column that is referenced. NoReferencedTableError, NoReferencedColumnError."""
        if isinstance(self._spec, Column):
            return self._spec
        from .. import exc

        if self.parent is None or self.parent.table is None:
            raise exc.InvalidRequestError(
                "this ForeignKey object does not yet have a parent Column associated with it."
            )
        key, name = self._table_key(), self._tokens()[2]
        table = self.parent.table.metadata.tables.get(key)
        if table is None:
            raise exc.NoReferencedTableError(
                "Foreign key associated with column '%s' could not find table '%s' with which to generate a foreign "
                "key to target column '%s'" % (self.parent, key, name),
                key,
            )
        found = table.c.get(name if name is not None else self.parent.key)
        if found is None and self.link_to_name:
            found = next((column for column in table.c if column.name == name), None)
        if found is None:
            raise exc.NoReferencedColumnError(
                "Could not initialize target column for ForeignKey '%s' on table '%s': table '%s' has no column "
                "named '%s'"
                % (self._spec, self.parent.table.name, table.name, name),
                table.name,
                name,
            )
        return found

    def references(self, table):
        """Whether the referenced column is one of `table`."""
        return self._table_key() == table.key

    def get_referent(self, table):
        """The column of `table` that is referenced, or None."""
        return table.columns.get(self._tokens()[2]) if self.references(table) else None

    # -- belonging to a column and a table

    def _set_parent(self, column, **kwargs):
        self.parent = column
        column._fks.append(self)
        column.foreign_keys.add(self)
        if column.table is not None:
            self._set_table(column, column.table)

    def _set_table(self, column, table):
        self._adopt_type(column)
        if self.constraint is None:
            self.constraint = ForeignKeyConstraint._of(self)
            table._attach(self.constraint)
        table.foreign_keys.add(self)

    def _adopt_type(self, column):
        """A column without a type has the type of what it references, as soon as that is known."""
        if not column.type._isnull:
            return
        table = self.parent.table.metadata.tables.get(self._table_key()) if not isinstance(self._spec, Column) else None
        target = (
            self._spec
            if isinstance(self._spec, Column)
            else table.c.get(self._tokens()[2]) if table is not None else None
        )
        if target is not None:
            column.type = target.type
        elif not isinstance(self._spec, Column):
            column.table.metadata._untyped.setdefault(self._table_key(), []).append(self)

    def copy(self, schema=None, **kwargs):
        """A copy that belongs to no column."""
        return self._copy(schema=schema, **kwargs)

    def _copy(self, schema=None, table=None, **kwargs):
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.parent = made.constraint = None
        if not isinstance(self._spec, Column):
            made._spec = self._spec if schema is None else self._rescheme(schema)
        elif self._spec.table is not None:
            made._spec = self._get_colspec(schema, table) if schema or table is not None else self._spec
        return self._copy_marks(made)

    def _rescheme(self, schema):
        _, table, column = self._tokens()
        return ".".join(filter(None, (schema, table, column)))

    def _get_colspec(self, schema=None, table=None, **kwargs):
        if schema:
            return self._rescheme(schema)
        return self.target_fullname

    def __repr__(self):
        return "ForeignKey(%r)" % self.target_fullname
