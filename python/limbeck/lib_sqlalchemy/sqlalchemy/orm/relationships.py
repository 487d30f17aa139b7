"""Relationships between mapped classes: what joins them, found when they are first used."""

from limbeck.missing import raise_for

from .attributes import NO_VALUE, state_of
from .properties import MapperProperty

__getattr__ = raise_for(__name__)


class RelationshipDirection:
    """ONETOMANY, MANYTOONE or MANYTOMANY."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return "symbol(%r)" % self.name


ONETOMANY = RelationshipDirection("ONETOMANY")
MANYTOONE = RelationshipDirection("MANYTOONE")
MANYTOMANY = RelationshipDirection("MANYTOMANY")
_OPTIONS = (
    "secondary primaryjoin secondaryjoin back_populates backref foreign_keys remote_side order_by cascade lazy "
    "viewonly passive_deletes post_update single_parent uselist collection_class overlaps doc"
).split()


class RelationshipProperty(MapperProperty):
    """A relationship to another mapped class, which may be named by a string or an annotation."""

    is_relationship = True

    def __init__(self, argument=None, secondary=None, **options):
        self.argument = argument
        self.options = options
        options["secondary"] = secondary
        for name in _OPTIONS:
            setattr(self, "_" + name, options.get(name))
        self.back_populates, self.backref = self._back_populates, self._backref
        self.lazy, self.viewonly = self._lazy or "select", bool(self._viewonly)
        self.uselist = self._uselist
        self.passive_deletes = self._passive_deletes or False
        self.cascade = CascadeOptions(self._cascade if self._cascade is not None else "save-update, merge")
        self.doc = self._doc
        self._ready = False
        if options.get("info"):
            self._info = dict(options["info"])

    def annotated(self, argument, origin):
        """The annotation of the attribute: Mapped["Address"], Mapped[List["Address"]]."""
        from .annotations import Unknown, split_optional
        from .mapped import DynamicMapped, WriteOnlyMapped

        inner, _ = split_optional(argument)
        several = origin in (DynamicMapped, WriteOnlyMapped)
        holder = getattr(inner, "__origin__", None)
        arguments = getattr(inner, "__args__", None) or ()
        if isinstance(inner, Unknown) and inner.arguments:
            arguments, several = inner.arguments, True
        elif (
            isinstance(holder, type)
            and arguments
            and issubclass(holder, (list, set, frozenset, tuple, dict))
            or (holder is not None and getattr(holder, "__name__", "") in ("Collection", "Sequence", "Iterable"))
        ):
            several = True
            self._collection_class = self._collection_class or (holder if holder in (list, set, dict) else None)
        else:
            arguments = (inner,)
        if self.uselist is None:
            self.uselist = several
        if self.argument is None and arguments:
            target = arguments[-1]
            self.argument = target.name if isinstance(target, Unknown) else getattr(target, "__forward_arg__", target)

    # -- resolved when first used

    def _settle(self):
        if not self._ready:
            self._ready = True
            try:
                self._resolve()
            except Exception:
                self._ready = False
                raise

    def _value(self, thing):
        """An argument that may be a string of Python, a function, or an attribute."""
        if isinstance(thing, str):
            thing = self.parent.registry.evaluate(thing, self.parent.class_)
        elif callable(thing) and not isinstance(thing, type) and not hasattr(thing, "__clause_element__"):
            thing = thing()
        if hasattr(thing, "__clause_element__"):
            return thing.__clause_element__()
        return thing

    def _columns(self, thing):
        thing = self._value(thing)
        many = thing if isinstance(thing, (list, tuple, set)) else [] if thing is None else [thing]
        return [self._value(one) for one in many]

    def _resolve(self):
        target = self._value(self.argument)
        self._entity = getattr(target, "class_", target)
        local, remote = self.parent.persist_selectable, self._entity.__mapper__.persist_selectable
        secondary = self._value(self._secondary)
        if isinstance(secondary, str):
            secondary = self.parent.registry.metadata.tables[secondary]
        self._second = secondary
        foreign = self._columns(self._foreign_keys)
        near = self._columns(self._remote_side)
        join = self._value(self._primaryjoin)
        if secondary is not None:
            self._direction = MANYTOMANY
            self._pairs = _pairs(secondary, local, foreign, self.parent)
            self._second_pairs = _pairs(secondary, remote, foreign, self._entity.__mapper__)
            if not self._pairs or not self._second_pairs:
                self._cannot_join()
        else:
            self._direct(local, remote, foreign, near, join)
            self._second_pairs = []
        self._join = join
        self._second_join = self._value(self._secondaryjoin)
        if self.uselist is None:
            self.uselist = self._direction is not MANYTOONE

    def _direct(self, local, remote, foreign, near, join):
        """Without a table between: the foreign keys here, or there."""
        mappers = self.parent, self._entity.__mapper__
        here, there = _pairs(local, remote, foreign, mappers[1]), _pairs(remote, local, foreign, mappers[0])
        if join is not None and (not here and not there or self._primaryjoin is not None):
            wanted = {column for column in join._columns_within()}
            here = [pair for pair in here if wanted.issuperset(pair)]
            there = [pair for pair in there if wanted.issuperset(pair)]
        to_self = local is remote or self._entity.__mapper__ in (self.parent, self.parent.inherits)
        if to_self:
            one = any(column in near for _, column in here) if near else False
            here, there = (here, []) if one else ([], there)
        if here and not there:
            self._direction, self._pairs = MANYTOONE, here
        elif there:
            self._direction, self._pairs = ONETOMANY, there
        elif join is not None:
            self._direction, self._pairs = (MANYTOONE if self.uselist is False else ONETOMANY), []
        else:
            self._cannot_join()

    def _cannot_join(self):
        from ..exc import NoForeignKeysError

        raise NoForeignKeysError(
            "Could not determine join condition between parent/child tables on relationship %s.%s - there are no "
            "foreign keys linking these tables.  Ensure that referencing columns are associated with a ForeignKey or "
            "ForeignKeyConstraint, or specify a 'primaryjoin' expression." % (self.parent.class_.__name__, self.key)
        )

    @property
    def entity(self):
        """The mapper of the other class."""
        self._settle()
        return self._entity.__mapper__

    mapper = entity

    @property
    def target(self):
        """The other class's table."""
        return self.entity.local_table

    @property
    def direction(self):
        """ONETOMANY, MANYTOONE or MANYTOMANY."""
        self._settle()
        return self._direction

    @property
    def secondary(self):
        """The table between, or None."""
        self._settle()
        return self._second

    @property
    def local_remote_pairs(self):
        """Pairs of a column here and one there (or in the table between)."""
        self._settle()
        if self._direction is MANYTOONE:
            return [(child, parent) for child, parent in self._pairs]
        return [(parent, child) for child, parent in self._pairs]

    @property
    def remote_pairs(self):
        """Pairs of a column of the table between and one there."""
        self._settle()
        return list(self._second_pairs)

    @property
    def primaryjoin(self):
        """The condition that joins them."""
        self._settle()
        return self._join if self._join is not None else _all_equal(self._pairs)

    @property
    def secondaryjoin(self):
        """The condition that joins the table between to the other, or None."""
        self._settle()
        if self._second is None:
            return None
        return self._second_join if self._second_join is not None else _all_equal(self._second_pairs)

    @property
    def order_by(self):
        """What the other objects are sorted by."""
        return self._columns(self._order_by) if self._order_by not in (None, False) else []

    # -- in expressions

    def expression_for(self, class_):
        """The condition that joins them."""
        return self.primaryjoin

    def comparator_for(self, attribute):
        return attribute

    def attribute(self, attribute, name):
        if name in ("any", "has", "contains", "of_type", "and_", "is_", "is_not", "isnot"):
            from .relation_filters import filter_named

            return filter_named(self, attribute, name)
        return NO_VALUE

    def operate(self, attribute, op, *other, **kwargs):
        """Model.parent == obj, Model.parent == None."""
        from .relation_filters import compared

        return compared(self, op, *other)

    # -- on objects

    def absent(self, obj):
        state = state_of(obj)
        self._settle()
        if state.session is not None and state.key is not None:
            value = self.load(state)
            state.session._collection_read(state, self, value)
        else:
            value = self._empty(state) if self.uselist else None
        obj.__dict__[self.key] = value
        return value

    def _empty(self, state):
        if self.lazy in ("dynamic", "write_only"):
            from .collections import QueriedList

            return QueriedList(state, self)
        made = self._collection_class or list
        return made() if callable(made) else []

    def criterion(self, state):
        """The condition for the objects that belong to one."""
        self._settle()
        mapper = self.parent
        found = [
            there == getattr(state.object, mapper.get_property_by_column(here).key)
            for here, there in self.local_remote_pairs
        ]
        return found + ([self.secondaryjoin] if self._second is not None else [])

    def query(self, state):
        """A query of the objects that belong to one."""
        query = state.session.query(self._entity).filter(*self.criterion(state))
        return query.order_by(*self.order_by) if self.order_by else query

    def load(self, state):
        """The objects that belong to one, from the database."""
        if self._direction is MANYTOONE and any(
            getattr(state.object, self.parent.get_property_by_column(here).key) is None
            for here, _ in self.local_remote_pairs
        ):
            return None
        query = self.query(state)
        if not self.uselist:
            return query.first()
        found, items = self._empty(state), query.all()
        if isinstance(found, dict):
            return items
        (found.update if isinstance(found, set) else found.extend)(items)
        return found

    def write(self, obj, value):
        super().write(obj, value)
        self._settle()
        if self._direction is MANYTOONE and value is not None:
            self._mirror(value, obj)
        elif self.uselist and value:
            for one in value:
                self._mirror(one, obj)

    def _mirror(self, other, obj):
        """The other side of the relationship, if that is a plain attribute of one object."""
        name = self.back_populates
        if not name or not hasattr(type(other), name):
            return
        back = self._entity.__mapper__.get_property(name)
        back._settle()
        if back.uselist:
            items = getattr(other, name) if state_of(other).key is None else other.__dict__.get(name)
            if items is not None and obj not in items and hasattr(items, "append"):
                items.append(obj)
        elif other.__dict__.get(name) is not obj:
            other.__dict__[name] = obj


Relationship = RelationshipProperty
RelationProperty = RelationshipProperty


def _pairs(child, parent, foreign, mapper):
    """Pairs (foreign key column of `child`, column of `parent`); `foreign` limits the former."""
    tables = mapper.tables
    found = []
    for table in getattr(child, "_tables", (child,)):
        for key in sorted(table.foreign_keys, key=lambda one: one.parent._creation_order):
            try:
                target = key.column
            except Exception:  # a table that nobody has defined: not this relationship's
                continue
            if target.table in tables and (not foreign or key.parent in foreign):
                found.append((key.parent, target))
    return found


def _all_equal(pairs):
    from ..sql.expression import and_

    conditions = [parent == child for child, parent in pairs]
    return conditions[0] if len(conditions) == 1 else and_(*conditions)


class CascadeOptions(frozenset):
    """What is done to the other objects with the one: save-update, merge, delete, delete-orphan, ..."""

    _ALL = ("save-update", "merge", "refresh-expire", "expunge", "delete")

    def __new__(cls, value):
        words = value.replace(" ", "").split(",") if isinstance(value, str) else list(value or ())
        words = set(words) - {"", "none"}
        if "all" in words:
            words = words - {"all"} | set(cls._ALL)
        made = super().__new__(cls, words)
        for word in cls._ALL + ("delete-orphan",):
            setattr(made, word.replace("-", "_"), word in words)
        return made

    def __repr__(self):
        return "CascadeOptions(%r)" % ",".join(sorted(self))


def relationship(argument=None, secondary=None, **options):
    """A relationship to another mapped class."""
    return RelationshipProperty(argument, secondary, **options)


relation = relationship


def dynamic_loader(argument, **options):
    """A relationship that is queried when it is used."""
    return relationship(argument, **dict(options, lazy="dynamic", uselist=True))


def backref(name, **options):
    """The other side of a relationship, with options of its own."""
    return name, options


def foreign(expression):
    """Marks a column of a primaryjoin as the foreign key."""
    return expression


def remote(expression):
    """Marks a column of a primaryjoin as the other side's."""
    return expression
