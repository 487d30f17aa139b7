"""Mapped and mapped_column(): columns of mapped classes, in the manner of SQLAlchemy 2."""

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)

NO_ARG = object()


class _MappedAlias:
    """Mapped[int], in an annotation."""

    def __init__(self, origin, argument):
        self.__origin__ = origin
        self.__args__ = (argument,)

    def __repr__(self):
        return "%s[%r]" % (self.__origin__.__name__, self.__args__[0])

    def __or__(self, other):
        return self

    __ror__ = __or__


class _InMapped:
    """The base of what annotations of mapped classes say."""

    def __class_getitem__(cls, argument):
        return _MappedAlias(cls, argument)


class Mapped(_InMapped):
    """Marks an attribute of a mapped class: `name: Mapped[str]`."""


class DynamicMapped(Mapped):
    """A relationship that is queried when it is used."""


class WriteOnlyMapped(Mapped):
    """A relationship that is not loaded."""


_ATTRIBUTE = ("init", "repr", "default_factory", "compare", "kw_only", "hash", "dataclass_metadata")
_MAPPING = (
    "use_existing_column",
    "deferred",
    "deferred_group",
    "deferred_raiseload",
    "active_history",
    "sort_order",
    "group",
    "raiseload",
)


class MappedColumn(_InMapped):
    """A column of a mapped class whose name and type the annotation may give."""

    def __init__(self, *args, **kwargs):
        from ..sql.columns import Column

        self.dataclass_options = {name: kwargs.pop(name) for name in _ATTRIBUTE if name in kwargs}
        self.options = {name: kwargs.pop(name) for name in _MAPPING if name in kwargs}
        if "default" in kwargs:
            self.dataclass_options["default"] = kwargs["default"]
        if "insert_default" in kwargs:
            kwargs["default"] = kwargs.pop("insert_default")
        self._explicit_nullable = "nullable" in kwargs and kwargs["nullable"] is not None
        self.column = Column(*args, **kwargs)
        self._creation_order = self.column._creation_order

    @property
    def sort_order(self):
        """Where the column stands: before those with a greater one."""
        return self.options.get("sort_order") or 0

    def copy(self):
        """A copy for another class."""
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.column = self.column._copy()
        return made

    def declare(self, key, annotation, registry):
        """The Column for an attribute; annotation: what stands in Mapped[...], or None."""
        column = self.column
        if not column.name:
            column.name = key
        if column.key is None:
            column.key = key if column.name is None else column.name
        if annotation is not None:
            self._annotate(annotation, registry)
        return column

    def _annotate(self, annotation, registry):
        from .annotations import resolve

        column = self.column
        found = resolve(annotation, registry)
        if found.template is not None:
            template = found.template.column if isinstance(found.template, MappedColumn) else found.template
            template._merge(column)
            self._explicit_nullable = self._explicit_nullable or template._user_nullable is not None
            for name, value in getattr(found.template, "dataclass_options", {}).items():
                self.dataclass_options.setdefault(name, value)
        if not self._explicit_nullable:
            column.nullable = found.optional if not column.primary_key or found.optional else False
        if column.type._isnull and not column._fks:
            type_ = found.type
            if type_ is None:
                from ..exc import ArgumentError

                raise ArgumentError(
                    "Could not locate SQLAlchemy Core type for Python type %r inside the %r attribute Mapped annotation"
                    % (found.python, column.key)
                )
            column.type = type_
            type_._set_parent(column)
            column._when_attached(type_._set_table)
        elif column.type._isnull and found.type is not None:
            column.type = found.type

    # -- the column's own face, for expressions in the class's body

    def __clause_element__(self):
        return self.column

    @property
    def foreign_keys(self):
        """The column's foreign keys."""
        return self.column.foreign_keys

    def __getattr__(self, name):
        if name.startswith("__") or name == "column":
            raise AttributeError(name)
        return getattr(self.column, name)


def mapped_column(*args, **kwargs):
    """A column of a mapped class: mapped_column([name], [type], *items, **options), those of dataclass fields too."""
    return MappedColumn(*args, **kwargs)


def orm_insert_sentinel(name=None, type_=None, **kwargs):
    """A column by which rows of a bulk INSERT are told apart; here an ordinary nullable integer."""
    from ..sql.sqltypes import Integer

    return MappedColumn(name, type_ or Integer(), nullable=True)
