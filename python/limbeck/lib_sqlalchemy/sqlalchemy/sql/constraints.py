"""Constraints."""

from limbeck.missing import raise_for

from . import naming
from .item import DialectKWArgs, SchemaItem, creation

__getattr__ = raise_for(__name__)


def _column_of(argument):
    """A Column, or what stands for one: an attribute of a mapped class."""
    return argument.__clause_element__() if hasattr(argument, "__clause_element__") else argument


class Constraint(DialectKWArgs, SchemaItem):
    """The base of all constraints."""

    __visit_name__ = "constraint"
    _prefix = None  # of naming conventions
    _type_bound = False
    _column_flag = False
    _create_rule = None
    parent = None
    use_alter = False

    def __init__(
        self, name=None, deferrable=None, initially=None, info=None, comment=None, _type_bound=False, **kwargs
    ):
        self.name = name
        self.deferrable = deferrable
        self.initially = initially
        self.comment = comment
        self._creation_order = next(creation)
        if info is not None:
            self.info = info
        if _type_bound:
            self._type_bound = True
        if kwargs.pop("_column_flag", False):
            self._column_flag = True
        self._create_rule = kwargs.pop("_create_rule", None)
        self._take(kwargs)

    @property
    def table(self):
        """The table that it belongs to. InvalidRequestError if there is none yet."""
        if hasattr(self.parent, "metadata"):
            return self.parent
        if self.parent is not None and getattr(self.parent, "table", None) is not None:
            return self.parent.table
        from ..exc import InvalidRequestError

        raise InvalidRequestError(
            "This constraint is not bound to a table.  Did you mean to call table.append_constraint(constraint) ?"
        )

    @table.setter
    def table(self, value):
        self.parent = value

    def _set_parent(self, parent, **kwargs):
        """Become a constraint of a table, or of a column and so of its table."""
        self.parent = parent
        if hasattr(parent, "metadata"):
            parent._attach(self)
        else:
            parent.constraints.add(self)
            parent._when_attached(lambda column, table: self._named_for(table))

    def _named_for(self, table):
        naming.apply(self, table)

    def _on_table(self, table):
        """The table took it: find the columns, take a name."""
        self.parent = table
        table.constraints.add(self)
        self._named_for(table)

    def copy(self, **kwargs):
        """A copy that belongs to no table."""
        return self._copy(**kwargs)

    def _copy(self, target_table=None, **kwargs):
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.parent = None
        made._creation_order = next(creation)
        return self._copy_marks(made)

    def __repr__(self):
        return "%s(name=%r)" % (type(self).__name__, self.name)


class CheckConstraint(Constraint):
    """CHECK: an SQL condition."""

    __visit_name__ = "table_or_column_check_constraint"
    _prefix = "ck"

    def __init__(
        self, sqltext, name=None, deferrable=None, initially=None, table=None, info=None, _autoattach=True, **kwargs
    ):
        from .elements import text

        self.sqltext = text(sqltext) if isinstance(sqltext, str) else _column_of(sqltext)
        super().__init__(name, deferrable, initially, info, **kwargs)
        self.columns = _columns_in(self.sqltext) if _autoattach else []
        if table is not None:
            self._set_parent(table)
        elif _autoattach and not self._type_bound:
            _attach_with(self, self.columns)

    @property
    def is_column_level(self):
        """Whether it was given to a column."""
        return self.parent is not None and not hasattr(self.parent, "metadata")

    def _copy(self, target_table=None, **kwargs):
        made = super()._copy(target_table)
        if target_table is not None and self.columns:
            made.sqltext = _moved(self.sqltext, self.table, target_table)
        return made

    def __repr__(self):
        return "CheckConstraint(%r%s)" % (self.sqltext, "" if self.name is None else ", name=%r" % self.name)


def _columns_in(expression):
    """The Columns that an SQL expression speaks of, in order."""
    from .columns import Column

    found = []
    traverse = getattr(expression, "_columns_within", None)
    for column in traverse() if traverse else ():
        if isinstance(column, Column) and column not in found:
            found.append(column)
    return found


def _moved(expression, old, new):
    replace = getattr(expression, "_with_columns", None)
    return replace(lambda column: new.c.get(column.key) if column.table is old else None) if replace else expression


def _attach_with(item, columns):
    """Attach to the table of the columns, now or as soon as all of them have the same."""
    from .columns import Column

    wanted = [column for column in columns if isinstance(column, Column)]
    if not wanted or len(wanted) != len(columns):
        return
    tables = {id(column.table): column.table for column in wanted}
    if None not in tables.values():
        if len(tables) == 1:
            item._set_parent(wanted[0].table)
        return

    def ready(column, table):
        if item.parent is None and all(column.table is table for column in wanted):
            item._set_parent(table)

    for column in wanted:
        if column.table is None:
            column._waiting.append(ready)


class ColumnCollectionMixin:
    """Something of several columns, which are named or given."""

    def _gather(self, columns):
        self._pending = [_column_of(column) for column in columns]
        self.columns = _Columns(self)

    def _resolve(self, table):
        self._found = [self._column_in(table, column) for column in self._pending]

    def _column_in(self, table, given):
        if not isinstance(given, str):
            return given
        found = table.c.get(given)
        if found is None:
            found = next((column for column in table.c if column.name == given), None)
        if found is None:
            from ..exc import ConstraintColumnNotFoundError

            raise ConstraintColumnNotFoundError(
                "Can't create %s on table '%s': no column named '%s' is present."
                % (type(self).__name__, table.description, given)
            )
        return found

    _found = None

    def __contains__(self, column):
        return column in self.columns

    def __iter__(self):
        return iter(self.columns)

    def __len__(self):
        return len(self.columns)


class _Columns:
    """The columns of a constraint: in order, by name; before it has a table those that were given as columns."""

    def __init__(self, owner):
        self._owner = owner

    def _all(self):
        found = self._owner._found
        return (
            found if found is not None else [column for column in self._owner._pending if not isinstance(column, str)]
        )

    def __iter__(self):
        return iter(self._all())

    def __len__(self):
        return len(self._all())

    def __contains__(self, wanted):
        if isinstance(wanted, str):
            return wanted in self.keys()
        return any(column is wanted for column in self._all())

    def contains_column(self, column):
        """Whether the column is one of them."""
        return column in self

    def keys(self):
        """Their keys."""
        return [column.key for column in self._all()]

    def values(self):
        """The columns."""
        return list(self._all())

    def items(self):
        """Pairs of key and column."""
        return [(column.key, column) for column in self._all()]

    def get(self, key, default=None):
        """The column of that key."""
        return dict(self.items()).get(key, default)

    def __getitem__(self, key):
        return self._all()[key] if isinstance(key, (int, slice)) else dict(self.items())[key]

    def __getattr__(self, key):
        if key.startswith("__"):
            raise AttributeError(key)
        try:
            return self[key]
        except KeyError:
            raise AttributeError(key) from None

    def __bool__(self):
        return bool(self._all())

    def __repr__(self):
        return "[%s]" % ", ".join(repr(column) for column in self._all())


class ColumnCollectionConstraint(ColumnCollectionMixin, Constraint):
    """A constraint on several columns."""

    def __init__(self, *columns, name=None, deferrable=None, initially=None, info=None, _autoattach=True, **kwargs):
        Constraint.__init__(self, name, deferrable, initially, info, **kwargs)
        self._gather(columns)
        if _autoattach and columns:
            _attach_with(self, self._pending)

    def _on_table(self, table):
        self.parent = table
        self._resolve(table)
        super()._on_table(table)

    def _copy(self, target_table=None, **kwargs):
        made = super()._copy()
        made._pending = [
            column.key if not isinstance(column, str) else column for column in self._found or self._pending
        ]
        made._found = None
        made.columns = _Columns(made)
        return made

    def contains_column(self, column):
        """Whether the column is one of the constraint's."""
        return column in self.columns

    def __repr__(self):
        names = ["Column(%r)" % column.name for column in self.columns]
        return "%s(%s%s)" % (
            type(self).__name__,
            ", ".join(names),
            "" if self.name is None else "%sname=%r" % (", " if names else "", self.name),
        )


class UniqueConstraint(ColumnCollectionConstraint):
    """UNIQUE."""

    __visit_name__ = "unique_constraint"
    _prefix = "uq"


class PrimaryKeyConstraint(ColumnCollectionConstraint):
    """PRIMARY KEY. A table has one always; it is empty where no column is of it."""

    __visit_name__ = "primary_key_constraint"
    _prefix = "pk"

    def __init__(
        self, *columns, name=None, deferrable=None, initially=None, info=None, _implicit_generated=False, **kwargs
    ):
        self._implicit_generated = _implicit_generated
        super().__init__(*columns, name=name, deferrable=deferrable, initially=initially, info=info, **kwargs)

    def _on_table(self, table):
        if table.primary_key is not self:
            table.constraints.discard(table.primary_key)
            table.primary_key = self
        self.parent = table
        self._resolve(table)
        if self._pending:
            for column in table.c:
                if column not in self.columns:
                    column.primary_key = False
            for column in self._found:
                column.primary_key = True
                if column._user_nullable is None:
                    column.nullable = False
        else:
            self._found = [column for column in table.c if column.primary_key]
        Constraint._on_table(self, table)

    def _replace(self, column):
        """A column of the table is of the primary key."""
        self._found = [one for one in self._found or [] if one.key != column.key] + [column]

    @property
    def columns_autoinc_first(self):
        """The columns, the one that counts by itself first."""
        first = self._autoincrement_column
        return ([first] if first is not None else []) + [column for column in self.columns if column is not first]

    @property
    def _autoincrement_column(self):
        """SQLAlchemy's rule: the one integer column without default or foreign key, or the one that says so."""
        if len(self.columns) == 1:
            column = self.columns[0]
            if column.autoincrement is True or column.autoincrement in ("auto", "ignore_fk") and _counts(column):
                return column
            return None
        return next((column for column in self.columns if column.autoincrement is True), None)


def _counts(column):
    from .sqltypes import Integer

    affinity = column.type._type_affinity
    if affinity is None or not issubclass(affinity, Integer):
        return False
    if column.default is not None and not (column.default.is_sequence and column.default.optional):
        return False
    if column.server_default is not None and not column.server_default.is_identity:
        return False
    return not column.foreign_keys or column.autoincrement == "ignore_fk"


class ForeignKeyConstraint(ColumnCollectionConstraint):
    """FOREIGN KEY: columns here and the columns there, as strings "table.column" or Columns."""

    __visit_name__ = "foreign_key_constraint"
    _prefix = "fk"

    def __init__(
        self,
        columns,
        refcolumns,
        name=None,
        onupdate=None,
        ondelete=None,
        deferrable=None,
        initially=None,
        use_alter=False,
        link_to_name=False,
        match=None,
        table=None,
        info=None,
        comment=None,
        **dialect_kwargs,
    ):
        from .columns import ForeignKey

        if len(columns) != len(refcolumns) and refcolumns:
            from ..exc import ArgumentError

            same = len(set(columns)) != len(columns)
            raise ArgumentError(
                "ForeignKeyConstraint with duplicate source column references are not supported."
                if same
                else "ForeignKeyConstraint number of constrained columns must match the number of referenced columns."
            )
        super().__init__(
            *columns,
            name=name,
            deferrable=deferrable,
            initially=initially,
            info=info,
            comment=comment,
            _autoattach=False,
            **dialect_kwargs,
        )
        self.onupdate = onupdate
        self.ondelete = ondelete
        self.use_alter = use_alter
        self.link_to_name = link_to_name
        self.match = match
        self.elements = [
            ForeignKey(
                target,
                _constraint=self,
                name=name,
                onupdate=onupdate,
                ondelete=ondelete,
                use_alter=use_alter,
                link_to_name=link_to_name,
                match=match,
                deferrable=deferrable,
                initially=initially,
            )
            for target in refcolumns
        ]
        if table is not None:
            self._set_parent(table)
        else:
            _attach_with(self, self._pending)

    @classmethod
    def _of(cls, foreign_key):
        """The constraint of a ForeignKey that was given to a column."""
        made = cls([], [], **foreign_key.dialect_kwargs)
        for name in (
            "name",
            "onupdate",
            "ondelete",
            "use_alter",
            "link_to_name",
            "match",
            "deferrable",
            "initially",
            "comment",
        ):
            setattr(made, name, getattr(foreign_key, name))
        made.elements = [foreign_key]
        made._pending = [foreign_key.parent]
        if "_info" in foreign_key.__dict__:
            made.info = foreign_key.info
        return made

    def _on_table(self, table):
        self.parent = table
        self._resolve(table)
        for column, foreign_key in zip(self._found, self.elements):
            if foreign_key.parent is None:
                foreign_key._set_parent(column)
        Constraint._on_table(self, table)

    @property
    def column_keys(self):
        """The keys of the columns here."""
        return [column if isinstance(column, str) else column.key for column in self._found or self._pending]

    @property
    def referred_table(self):
        """The table that is referenced."""
        return self.elements[0].column.table

    @property
    def _referred_schema(self):
        return self.elements[0]._tokens()[0] if self.elements else None

    def _copy(self, schema=None, target_table=None, **kwargs):
        made = super()._copy()
        made.elements = []
        for element in self.elements:
            fresh = element._copy(schema=schema, table=target_table)
            fresh.constraint = made
            if isinstance(fresh._spec, str) is False and fresh._spec.table is self.parent and target_table is not None:
                fresh._spec = target_table.c[fresh._spec.key]
            made.elements.append(fresh)
        return made
