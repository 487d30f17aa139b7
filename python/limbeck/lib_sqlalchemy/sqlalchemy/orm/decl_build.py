"""Making a Table and a Mapper of a class: from its own attributes, its mixins and the classes that it inherits from."""

from ..sql.columns import Column
from .annotations import mapped_argument, own_annotations
from .attributes import QueryableAttribute
from .decl_api import declared_attr
from .mapped import DynamicMapped, MappedColumn
from .mapper import Mapper, _unfinished
from .properties import ColumnProperty, MapperProperty

_SPECIAL = ("__tablename__", "__table_args__", "__mapper_args__", "__table_cls__")


class _Attribute:
    """An attribute to be mapped: `value` is a column or property, `annotation` what stands in Mapped[...]."""

    def __init__(self, name, value, annotation, origin, place):
        self.name, self.value, self.annotation, self.origin, self.place = name, value, annotation, origin, place


def build(cls, registry_, dataclass=None):
    """Map a class, if it has a table or inherits from one that has."""
    scan = _Scan(cls, registry_)
    parent = scan.parent
    registry_._class_registry[cls.__name__] = cls
    table = vars(cls).get("__table__")
    if table is None and not scan.tablename and parent is None:
        if "__table__" in dir(cls):
            table = cls.__table__
        else:
            _no_table(cls)
            return None
    properties, columns = _properties(scan, registry_)
    own = table is not None or bool(scan.tablename)
    if table is None:
        table = _make_table(scan, registry_, columns) if own else _extend(parent.local_table, columns)
    if vars(cls).get("__table__") is not table:
        type.__setattr__(cls, "__table__", table)
    mapper = _map(cls, registry_, table, properties, parent, scan.mapper_args, single=not own)
    if dataclass is not None:
        from .decl_dataclass import make_dataclass

        make_dataclass(cls, scan, dataclass)
    return mapper


def _no_table(cls):
    from ..exc import InvalidRequestError

    raise InvalidRequestError(
        "Class %r does not have a __table__ or __tablename__ specified and does not inherit from an existing "
        "table-mapped class." % cls
    )


class _Scan:
    """What a class and its mixins say."""

    def __init__(self, cls, registry_):
        self.cls = cls
        self.parent = next(
            (base.__dict__["__mapper__"] for base in cls.__mro__[1:] if "__mapper__" in base.__dict__), None
        )
        self.attributes = {}
        self.tablename = self._special("__tablename__")
        self.table_args = self._special("__table_args__")
        self.mapper_args = dict(self._special("__mapper_args__") or {})
        self.table_class = self._special("__table_cls__")
        self.modern = False  # whether it has anything of SQLAlchemy 2's manner
        for base in cls.__mro__:
            if base is object or base is not cls and "__mapper__" in vars(base):
                continue
            if base is not cls and any(base in one.__mro__ for one in self._mapped_bases()):
                self._scan_inherited(base)
                continue
            self._scan_class(base)

    def _mapped_bases(self):
        return [base for base in self.cls.__mro__[1:] if "__mapper__" in vars(base)]

    def _special(self, name):
        """The value of __tablename__ or its like: the class's own, or a mixin's; not a mapped class's."""
        for base in self.cls.__mro__:
            if name not in vars(base):
                continue
            value = vars(base)[name]
            if isinstance(value, (declared_attr, classmethod)):
                return value.__get__(None, self.cls)() if isinstance(value, classmethod) else value.fget(self.cls)
            if base is not self.cls and "__mapper__" in vars(base):
                if name == "__tablename__" or name == "__table_args__" or name == "__mapper_args__":
                    continue
            elif (
                base is not self.cls
                and name == "__tablename__"
                and self.parent is not None
                and self._is_of_parent(base)
            ):
                continue
            return value
        return None

    def _is_of_parent(self, base):
        return any(base in one.__mro__ for one in self._mapped_bases())

    def _names(self, base, annotations):
        """The names of a class's attributes and annotations, nearly in the order in which they stand there."""
        names, others = iter(list(vars(base))), iter(list(annotations))
        shared = set(annotations).intersection(vars(base))
        found, current, other = [], names, others
        while True:
            for name in current:
                if name in shared:
                    shared.discard(name)
                    current, other = other, current
                    break
                found.append(name)
            else:
                found.extend(other)
                return found

    def _scan_inherited(self, base):
        """A mixin of a class that is mapped itself: only attributes that each class makes anew."""
        for name, value in list(vars(base).items()):
            if isinstance(value, declared_attr) and value._cascading and name not in _SPECIAL:
                self._add(name, value.fget(self.cls), None, None, base)

    def _scan_class(self, base):
        annotations = own_annotations(base)
        for name in self._names(base, annotations):
            if name.startswith("__") or name in self.attributes:
                continue
            value = vars(base).get(name)
            if (
                base is not self.cls
                and name in vars(self.cls)
                and not isinstance(vars(self.cls)[name], QueryableAttribute)
            ):
                continue
            if isinstance(value, declared_attr):
                returned = getattr(value.fget, "__annotations__", {}).get("return")
                found = mapped_argument(returned, base) if returned is not None else None
                value = value.fget(self.cls)
            else:
                found = mapped_argument(annotations[name], base) if name in annotations else None
            annotation, origin = found or (None, None)
            if found is not None and value is None:
                value = MappedColumn() if not _looks_related(annotation, origin) else _related(annotation)
                self.modern = True
            self._add(name, value, annotation, origin, base)

    def _add(self, name, value, annotation, origin, base):
        if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], (Column, MapperProperty)):
            value = value[0]  # a comma at the end of the line
        if not isinstance(value, (Column, MappedColumn, MapperProperty)):
            return
        if base is not self.cls:
            value = _copied(value)
        self.modern = self.modern or isinstance(value, MappedColumn)
        self.attributes[name] = _Attribute(name, value, annotation, origin, base)

    def ordered(self):
        """The attributes in the order of their columns."""
        found = list(self.attributes.values())
        if not self.modern:  # as SQLAlchemy 1.4 had it: in the order in which they were written
            return sorted(found, key=lambda one: getattr(one.value, "_creation_order", 0))
        return sorted(found, key=lambda one: getattr(one.value, "sort_order", 0) or 0)


def _copied(value):
    if isinstance(value, MappedColumn):
        return value.copy()
    if isinstance(value, Column) and value.table is None:
        made = value._copy()
        made._creation_order = value._creation_order
        return made
    return value


def _looks_related(annotation, origin):
    """Whether an annotation without a value is of a relationship."""
    return origin is not None and issubclass(origin, DynamicMapped)


def _related(annotation):
    from .relationships import relationship

    return relationship()


def _properties(scan, registry_):
    """({name: property} without plain columns of the table, [Column])."""
    properties, columns = {}, []
    for one in scan.ordered():
        value = one.value
        if isinstance(value, MappedColumn):
            if value.options.get("use_existing_column") and _existing(scan, one.name) is not None:
                column = _existing(scan, one.name)
            else:
                column = value.declare(one.name, one.annotation, registry_)
                columns.append(column)
            properties[one.name] = ColumnProperty(column, deferred=value.options.get("deferred", False))
        elif isinstance(value, Column):
            _name(value, one.name)
            if value.table is None:
                columns.append(value)
            properties[one.name] = ColumnProperty(value)
        elif isinstance(value, ColumnProperty):
            columns += _columns_of(value, one.name, one, registry_)
            properties[one.name] = value
        else:
            if value.is_relationship and one.annotation is not None:
                value.annotated(one.annotation, one.origin)
            properties[one.name] = value
            columns += _composite_columns(value)
    return properties, columns


def _existing(scan, name):
    return scan.parent.local_table.c.get(name) if scan.parent is not None else None


def _name(column, name):
    if not column.name:
        column.name = name
    if column.key is None:
        column.key = name if not column.name else column.name


def _columns_of(prop, name, one, registry_):
    """The plain columns in column_property(Column(...)) or deferred(mapped_column(...))."""
    found = []
    for position, column in enumerate(prop.columns):
        if isinstance(column, MappedColumn):
            column = prop.columns[position] = column.declare(name, one.annotation, registry_)
        if isinstance(column, Column) and column.table is None:
            _name(column, name)
            found.append(column)
    return found


def _composite_columns(prop):
    return [one for one in getattr(prop, "attrs", ()) if isinstance(one, Column) and one.table is None and one.name]


def _make_table(scan, registry_, columns):
    from ..sql.tables import Table

    cls, arguments = scan.cls, scan.table_args
    items, options = (), {}
    if isinstance(arguments, dict):
        options = arguments
    elif arguments:
        items = tuple(arguments)
        if isinstance(items[-1], dict):
            items, options = items[:-1], items[-1]
    metadata = getattr(cls, "metadata", None)
    metadata = (
        registry_.metadata if metadata is None or isinstance(metadata, (Column, QueryableAttribute)) else metadata
    )
    make = scan.table_class or Table
    items = [one.column if isinstance(one, MappedColumn) else one for one in items]
    return make(scan.tablename, metadata, *(tuple(columns) + tuple(items)), **options)


def _extend(table, columns):
    """Columns of a class that has its parent's table."""
    for column in columns:
        found = table.c.get(column.key)
        if found is None:
            table.append_column(column)
        elif found is not column:
            from ..exc import ArgumentError

            raise ArgumentError("Column '%s' on class conflicts with existing column '%s'" % (column.key, found))
    return table


def _map(cls, registry_, table, properties, parent, options, single=False):
    """Make the Mapper, and give the class the attributes of all columns."""
    concrete = options.pop("concrete", False)
    _add_rest(cls, table, properties, options, parent, single)
    extra = {key: _as_property(value) for key, value in dict(options.pop("properties", None) or {}).items()}
    options.pop("inherits", None)
    properties.update(extra)
    mapper = Mapper(
        cls, table, properties, inherits=parent, registry=registry_, single=single, concrete=concrete, **options
    )
    type.__setattr__(cls, "__mapper__", mapper)
    _note_validators(cls, mapper)
    registry_._mappers.append(mapper)
    _unfinished.append(mapper)
    return mapper


def _as_property(value):
    if isinstance(value, MapperProperty):
        return value
    return ColumnProperty(*value) if isinstance(value, (list, tuple)) else ColumnProperty(value)


def _add_rest(cls, table, properties, options, parent, single):
    """Columns of the table that no attribute speaks of are attributes too."""
    if single:
        return
    known = {id(column) for prop in properties.values() for column in prop.columns}
    wanted = options.pop("include_properties", None)
    unwanted = options.pop("exclude_properties", ())
    prefix = options.pop("column_prefix", "") or ""
    for column in table.c if hasattr(table, "c") else ():
        if id(column) in known or column.key in unwanted or wanted is not None and column.key not in wanted:
            continue
        properties.setdefault(prefix + column.key, ColumnProperty(column))


def _note_validators(cls, mapper):
    for base in cls.__mro__:
        for value in vars(base).values():
            for name in getattr(value, "_sa_validates", ()) if callable(value) else ():
                mapper.validators.setdefault(name, []).append(value)


def map_to_table(cls, registry_, table, properties, options):
    """Map a class to a Table that exists."""
    parent = next((base.__dict__["__mapper__"] for base in cls.__mro__[1:] if "__mapper__" in base.__dict__), None)
    single = table is None
    if single:
        table = parent.local_table
    made = {key: _as_property(value) for key, value in properties.items()}
    cls._sa_registry = registry_
    cls.__table__ = table
    if cls.__init__ is object.__init__:
        cls.__init__ = registry_.constructor
    return _map(cls, registry_, table, made, parent, dict(options), single=single)


def add_attribute(cls, key, value):
    """Model.attribute = column or relationship, after the class was made. False if it is no such thing."""
    mapper = vars(cls)["__mapper__"]
    if isinstance(value, MappedColumn):
        value = value.declare(key, None, mapper.registry)
    if isinstance(value, Column):
        _name(value, key)
        if value.table is None:
            mapper.local_table.append_column(value, replace_existing=True)
        value = ColumnProperty(value)
    if not isinstance(value, MapperProperty):
        return False
    if isinstance(value, ColumnProperty):
        for column in value.columns:
            if isinstance(column, Column) and column.table is None:
                _name(column, key)
                mapper.local_table.append_column(column)
    mapper.add_property(key, value)
    if value.is_relationship:
        _unfinished.append(mapper)
    return True
