"""What a query is made of: mapped classes, attributes, expressions; and how objects are made of their rows."""

from limbeck.missing import raise_for

from .. import exc
from .attributes import QueryableAttribute, state_of

__getattr__ = raise_for(__name__)


class AliasedClass:
    """aliased(Model): the class under another name in a statement."""

    def __init__(self, mapped, alias=None, name=None, flat=False, adapt_on_names=False):
        mapper = mapped.__mapper__
        self.__dict__["_sa_mapper"] = mapper
        selectable = mapper.persist_selectable
        self.__dict__["_sa_alias"] = selectable.alias(name) if alias is None else alias
        self.__dict__["_sa_class"] = mapped

    def __clause_element__(self):
        return self._sa_alias

    def _sa_column(self, column):
        """The alias's column for one of the table's."""
        found = self._sa_alias.c.corresponding_column(column)
        return self._sa_alias.c[column.key] if found is None else found

    def __getattr__(self, key):
        if key.startswith("__"):
            raise AttributeError(key)
        prop = self._sa_mapper.attrs.get(key)
        if prop is None:
            return getattr(self._sa_class, key)
        if prop.is_relationship:
            return AliasedRelationship(self, prop)
        if not prop.is_column:
            return getattr(self, prop.name)
        column = prop.columns[0]
        return self._sa_column(column) if getattr(column, "table", None) is not None else column

    def __repr__(self):
        return "<AliasedClass at 0x%x; %s>" % (id(self), self._sa_class.__name__)


class AliasedRelationship:
    """A relationship of an aliased class, to be joined along."""

    def __init__(self, owner, prop):
        self.owner = owner
        self.property = self.prop = prop
        self.key = prop.key


class Bundle:
    """Several columns that come as one row."""

    def __init__(self, name, *exprs, **kw):
        self.name = name
        self.exprs = exprs
        self.single_entity = kw.get("single_entity", False)

    @property
    def c(self):
        from types import SimpleNamespace

        return SimpleNamespace(**{one.key: one for one in self.exprs})

    columns = c


def aliased(element, alias=None, name=None, flat=False, adapt_on_names=False):
    """A mapped class, or a table or subquery, under another name."""
    if not isinstance(element, type):
        return element.alias(name)
    return AliasedClass(element, alias, name, flat, adapt_on_names)


def is_entity(thing):
    """Whether objects are made of it: a mapped class, or an alias of one."""
    if isinstance(thing, type):
        return getattr(thing, "__mapper__", None) is not None
    return isinstance(thing, AliasedClass)


def mapper_of(entity):
    """The mapper of a mapped class or an alias of one."""
    return entity._sa_mapper if isinstance(entity, AliasedClass) else entity.__mapper__


class Loading:
    """What load options say: attributes to leave out, by class."""

    def __init__(self, options=()):
        self.only = {}  # class -> names to load
        self.without = {}  # class -> names not to load
        self.populate_existing = False
        for option in options:
            for kind, class_, names in getattr(option, "entries", ()):
                if kind == "only":
                    self.only.setdefault(class_, set()).update(names)
                elif kind == "defer":
                    self.without.setdefault(class_, set()).update(names)
                elif kind == "undefer":
                    self.without.setdefault(class_, set()).difference_update(names)
                    self.only.setdefault(None, set()).update(names)

    def wants(self, mapper, prop):
        """Whether an attribute is loaded with the object."""
        own = mapper.class_.__mro__
        for class_ in (None,) + own:
            only = self.only.get(class_)
            if only and class_ is not None:
                return prop.key in only
            if prop.key in self.without.get(class_, ()):
                return False
        return not getattr(prop, "deferred", False) or prop.key in self.only.get(None, ())


class Entity:
    """A mapped class in a query: its columns, and objects of their values."""

    def __init__(self, entity, loading):
        self.entity = entity
        self.mapper = mapper = mapper_of(entity)
        self.name = getattr(entity, "_sa_alias", None) is None and mapper.class_.__name__ or entity._sa_alias.name
        self.columns = []
        self.keys = []
        column_of = entity._sa_column if isinstance(entity, AliasedClass) else None
        primary = set(mapper.primary_key)
        for key, prop in mapper.column_attrs.items():
            column = prop.columns[0]
            if column not in primary and not loading.wants(mapper, prop):
                continue
            if column_of is not None and getattr(column, "table", None) is not None:
                column = column_of(column)
            elif prop.is_expression and not hasattr(column, "name"):
                column = column.label(key)
            self.keys.append(key)
            self.columns.append(column)
        names = mapper.primary_key_names
        self._identity_at = [self.keys.index(name) for name in names]
        on = mapper.polymorphic_on
        self._kind_at = None
        if on is not None and mapper.polymorphic_map:
            self._kind_at = next((at for at, key in enumerate(self.keys)
                                  if mapper.get_property(key).columns[0] is on), None)
        self._populate_existing = loading.populate_existing

    def reader(self, session, start):
        """A function from a row to the object whose values begin at `start`."""
        base = self.mapper.base_mapper.class_
        places = [start + at for at in self._identity_at]
        pairs = [(key, start + at) for at, key in enumerate(self.keys)]
        identities = session.identity_map._objects
        overwrite = self._populate_existing

        def read(row):
            ident = tuple([row[at] for at in places])
            key = (base, ident, None)
            obj = identities.get(key)
            if obj is None:
                if ident.count(None) == len(ident):
                    return None  # an outer join without a partner
                obj = self._make(row, start)
                values = obj.__dict__
                for name, at in pairs:
                    values[name] = row[at]
                session._loaded(obj, key)
                return obj
            values = obj.__dict__
            if overwrite:
                state_of(obj).changed.clear()
            for name, at in pairs:
                if overwrite or name not in values:
                    values[name] = row[at]
            return obj

        return read

    def _make(self, row, start):
        mapper = self.mapper
        if self._kind_at is not None:
            mapper = mapper.polymorphic_map.get(row[start + self._kind_at], mapper)
        return mapper.class_.__new__(mapper.class_)


class Column:
    """An attribute or expression in a query."""

    mapper = None

    def __init__(self, expression, name=None):
        self.columns = [expression]
        self.name = name or getattr(expression, "key", None) or getattr(expression, "name", None)
        self.entity = None

    def reader(self, session, start):
        return lambda row: row[start]


class Grouped:
    """A Bundle in a query."""

    mapper = entity = None

    def __init__(self, bundle, loading):
        self.name = bundle.name
        self._parts = describe(bundle.exprs, loading)
        self._single = bundle.single_entity
        self.columns = [column for part in self._parts for column in part.columns]

    def reader(self, session, start):
        from ..engine.row import row_class

        make = row_class(tuple(part.name for part in self._parts))
        end = start + len(self.columns)
        return lambda row: make(row[start:end])


def describe(things, loading):
    """The parts of a query: Entity, Column or Grouped for each thing that it is asked for."""
    found = []
    for thing in things:
        if is_entity(thing):
            found.append(Entity(thing, loading))
        elif isinstance(thing, Bundle):
            found.append(Grouped(thing, loading))
        elif isinstance(thing, QueryableAttribute):
            if thing.prop.is_relationship:
                found.append(Entity(thing.prop.mapper.class_, loading))
            elif not thing.prop.is_column and hasattr(thing.prop, "names"):
                found += [Column(getattr(thing.class_, name).expression, name) for name in thing.prop.names()]
            else:
                found.append(Column(thing.expression, thing.key))
        elif hasattr(thing, "is_mapper"):
            found.append(Entity(thing.class_, loading))
        else:
            if hasattr(thing, "__clause_element__"):
                thing = thing.__clause_element__()
            if isinstance(thing, str):
                raise exc.ArgumentError("Column expression expected, got %r" % thing)
            columns = getattr(thing, "c", None) if getattr(thing, "is_selectable", False) else None
            if columns is not None and not getattr(thing, "_is_column_element", False):
                found += [Column(column) for column in columns]
            else:
                found.append(Column(thing))
    return found


def results_of(session, parts, result):
    """The result whose rows have objects where mapped classes were asked for. `result`: of the SELECT itself."""
    from ..engine.result import Result

    readers = []
    start = 0
    for part in parts:
        readers.append(part.reader(session, start))
        start += len(part.columns)
    names = tuple(part.name for part in parts)
    objects = tuple(part.entity or part.columns[0] for part in parts)
    made = Result(_Objects(result, readers), names, objects)
    made._yield_per = result._yield_per
    return made


class _Objects:
    """A source of rows with objects in them."""

    def __init__(self, result, readers):
        self._result = result
        self._readers = readers

    def take(self, n):
        rows = self._result._source.take(n)
        if len(self._readers) == 1:
            read = self._readers[0]
            return [(read(row),) for row in rows]
        return [tuple([read(row) for read in self._readers]) for row in rows]

    def end(self):
        self._result._source.end()

    def close(self):
        self._result.close()

    @property
    def closed(self):
        return self._result.closed


def join(left, right, onclause=None, isouter=False, full=False):
    """A JOIN of mapped classes or tables, for select_from()."""
    from ..sql.selectable import Join
    from .query import _from_of, join_steps

    made = _from_of(left)
    for _, target, condition in join_steps((left,), right, onclause):
        made = Join(made, target, condition, isouter, full)
    return made


def outerjoin(left, right, onclause=None, full=False):
    """join() as LEFT OUTER JOIN."""
    return join(left, right, onclause, True, full)


def with_parent(instance, prop, from_entity=None):
    """The condition for the objects that belong to one along a relationship."""
    from ..sql.expression import and_

    return and_(*prop.prop.criterion(state_of(instance)))
