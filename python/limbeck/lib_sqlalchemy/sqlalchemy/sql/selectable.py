"""What stands in FROM: tables, joins, aliases, subqueries."""

from limbeck.missing import lazy

from . import coercions
from .base import ColumnCollection, ColumnSet
from .clause import BindParameter, ClauseElement
from .elements import ColumnClause
from .names import _anonymous_label, anonymous
from .sqltypes import NULLTYPE

LABEL_STYLE_NONE = "LABEL_STYLE_NONE"
LABEL_STYLE_TABLENAME_PLUS_COL = "LABEL_STYLE_TABLENAME_PLUS_COL"
LABEL_STYLE_DISAMBIGUATE_ONLY = LABEL_STYLE_DEFAULT = "LABEL_STYLE_DISAMBIGUATE_ONLY"

SelectLabelStyle = str


class _OffsetLimitParam(BindParameter):
    """The number in LIMIT or OFFSET."""


class ReturnsRows(ClauseElement):
    """What gives rows."""

    named_with_column = False


class FromClause(ReturnsRows):
    """What can stand in FROM."""

    __visit_name__ = "fromclause"
    _is_from_clause = is_selectable = True
    schema = None
    _hide_froms = ()
    joins_implicitly = False
    entity_namespace = property(lambda self: self.c)

    @property
    def c(self):
        """Its columns."""
        found = self.__dict__.get("_columns")
        if found is None:
            found = self._columns = self._make_columns()
        return found

    columns = exported_columns = c

    def _clone(self, **kwargs):
        made = ClauseElement._clone(self)
        if not self._is_table:
            made.__dict__.pop("_columns", None)
        return made

    def _make_columns(self):
        return ColumnCollection()

    @property
    def primary_key(self):
        """The columns of the primary key."""
        return ColumnSet(column for column in self.c if column.primary_key)

    @property
    def foreign_keys(self):
        """The foreign keys of its columns."""
        return {key for column in self.c for key in column.foreign_keys}

    @property
    def description(self):
        """Its name."""
        return getattr(self, "name", None) or "%s object" % type(self).__name__

    @property
    def _from_objects(self):
        return [self]

    @property
    def _select_iterable(self):
        return self.c

    def select(self, whereclause=None, **kwargs):
        """SELECT all its columns."""
        from .selects import Select

        made = Select._create(self)
        return made if whereclause is None else made.where(whereclause)

    def join(self, right, onclause=None, isouter=False, full=False):
        """JOIN; without a condition by the foreign key between both."""
        return Join(self, right, onclause, isouter, full)

    def outerjoin(self, right, onclause=None, full=False):
        """LEFT OUTER JOIN."""
        return Join(self, right, onclause, True, full)

    def alias(self, name=None, flat=False):
        """The same under another name."""
        return Alias(self, name)

    def lateral(self, name=None):
        """LATERAL."""
        return Lateral(self, name)

    def tablesample(self, sampling, name=None, seed=None):
        """TABLESAMPLE."""
        return TableSample(self, sampling, name, seed)

    def table_valued(self):
        """A whole row, as an expression."""
        made = ColumnClause(self.name, NULLTYPE)
        made._proxies = []
        return made

    def is_derived_from(self, fromclause):
        """Whether it is the other one, or made from it."""
        return fromclause is self

    def corresponding_column(self, column, require_embedded=False):
        """The column that stands for `column`, or None."""
        return self.c.corresponding_column(column, require_embedded)


# ---- tables


class TableClause(FromClause):
    """A table by its name: table("users", column("id"), schema=...)."""

    __visit_name__ = "table"
    named_with_column = _is_table = True
    implicit_returning = False
    _autoincrement_column = autoincrement_column = None
    _parts = ()

    def __init__(self, name, *columns, **kwargs):
        from ..exc import ArgumentError

        self.name = name
        schema = kwargs.pop("schema", None)
        if schema is not None:
            self.schema = schema
        if kwargs:
            raise ArgumentError("Unsupported argument(s): %s" % list(kwargs))
        self.fullname = name if schema is None else "%s.%s" % (schema, name)
        self._columns = ColumnCollection()
        for given in columns:
            self.append_column(given)

    def append_column(self, column, **kwargs):
        """Add a column."""
        if column.table is not None and column.table is not self:
            from ..exc import ArgumentError

            raise ArgumentError(
                "column object '%s' already assigned to table '%s'" % (column.key, column.table.description)
            )
        self._columns.add(column)
        column.table = self

    primary_key = ColumnSet()
    foreign_keys = ColumnSet()
    description = property(lambda self: self.name)
    key = property(lambda self: self.fullname)

    def __str__(self):
        return self.fullname

    def get_children(self, **kwargs):
        """None: the columns are not parts."""
        return ()

    def insert(self, values=None, inline=False, **kwargs):
        """INSERT INTO this."""
        from .dml import Insert

        return Insert(self, values=values, inline=inline, **kwargs)

    def update(self, whereclause=None, values=None, inline=False, **kwargs):
        """UPDATE this."""
        from .dml import Update

        return Update(self, whereclause, values, inline, **kwargs)

    def delete(self, whereclause=None, **kwargs):
        """DELETE FROM this."""
        from .dml import Delete

        return Delete(self, whereclause, **kwargs)


# ---- joins


def _keys_between(left, right):
    """{constraint: conditions} of the foreign keys between two FROM clauses, in either direction."""
    sides = (left.right, left) if left._is_join else (left,)
    for side in sides:
        found = {}
        for referring, referred in ((right, side), (side, right)):
            for own in referring.c:
                for key in sorted(own.foreign_keys, key=lambda key: getattr(key.constraint, "_order", 0)):
                    target = _referent(key, referred)
                    if target is not None:
                        found.setdefault(key.constraint, []).append((target, own))
            if side is right:
                break
        if found:
            break
    return found


def _referent(key, table):
    from ..exc import NoReferenceError

    try:
        wanted = key.column
    except NoReferenceError:
        return None
    return next((column for column in table.c if wanted in column.proxy_set), None)


class Join(FromClause):
    """left JOIN right ON condition."""

    __visit_name__ = "join"
    _is_join = True
    _parts = ("left", "right", "onclause")

    def __init__(self, left, right, onclause=None, isouter=False, full=False):
        self.left = coercions.from_item(left)
        self.right = coercions.from_item(right).self_group()
        self.onclause = self._match(self.left, self.right) if onclause is None else coercions.condition(onclause)
        if onclause is not None:
            from .operators import _asbool

            self.onclause = self.onclause.self_group(_asbool)
        self.isouter = isouter
        self.full = full

    @property
    def description(self):
        """Both sides."""
        return "Join object on %s(%d) and %s(%d)" % (
            self.left.description, id(self.left), self.right.description, id(self.right),
        )

    def is_derived_from(self, fromclause):
        """Whether either side is made from it."""
        return fromclause is self or self.left.is_derived_from(fromclause) or self.right.is_derived_from(fromclause)

    def self_group(self, against=None):
        """(join), as the right side of another."""
        return FromGrouping(self)

    def _make_columns(self):
        columns = list(self.left.c) + list(self.right.c)
        return ColumnCollection([(column._tq_key_label, column) for column in columns])

    @classmethod
    def _can_join(cls, left, right):
        return bool(_keys_between(left, right))

    @classmethod
    def _match(cls, left, right):
        """The condition by the foreign keys. NoForeignKeysError, AmbiguousForeignKeysError."""
        from .. import exc
        from .elements import and_

        found = _keys_between(left, right)
        names = left.description, right.description
        if not found:
            hint = ""
            if right._is_join or isinstance(right, FromGrouping):
                hint = " Perhaps you meant to convert the right side to a subquery using alias()?"
            raise exc.NoForeignKeysError(
                "Can't find any foreign key relationships between '%s' and '%s'.%s" % (names + (hint,))
            )
        if len(found) > 1:
            raise exc.AmbiguousForeignKeysError(
                "Can't determine join between '%s' and '%s'; tables have more than one foreign key constraint "
                "relationship between them. Please specify the 'onclause' of this join explicitly." % names
            )
        pairs = next(iter(found.values()))
        conditions = [target == own for target, own in pairs]
        return conditions[0] if len(conditions) == 1 else and_(*conditions)

    def select(self, whereclause=None, **kwargs):
        """SELECT the columns of both sides."""
        from .selects import Select

        made = Select._create(self.left, self.right).select_from(self)
        return made if whereclause is None else made.where(whereclause)

    def alias(self, name=None, flat=False):
        """The join as a subquery."""
        return self.select().set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL).correlate(None).alias(name)

    @property
    def _hide_froms(self):
        return self.left._from_objects + self.right._from_objects

    @property
    def _from_objects(self):
        return [self] + self.onclause._from_objects + self.left._from_objects + self.right._from_objects


class FromGrouping(FromClause):
    """(join)."""

    __visit_name__ = "grouping"
    _parts = ("element",)

    def __init__(self, element):
        self.element = element

    c = columns = property(lambda self: self.element.c)
    primary_key = property(lambda self: self.element.primary_key)
    foreign_keys = property(lambda self: self.element.foreign_keys)
    description = property(lambda self: self.element.description)
    _hide_froms = property(lambda self: self.element._hide_froms)
    _from_objects = property(lambda self: self.element._from_objects)

    def is_derived_from(self, fromclause):
        """As the join."""
        return self.element.is_derived_from(fromclause)


# ---- under another name


class AliasedReturnsRows(FromClause):
    """Something that gives rows, under a name."""

    named_with_column = True
    _parts = ("element",)

    def __init__(self, selectable, name=None):
        found = coercions.resolve(selectable)
        self.element = found if found.is_dml else coercions.from_item(found, subquery=False)
        if name is None:
            base = getattr(self.element, "name", None) if self.element.named_with_column else None
            name = anonymous(None, "anon" if base is None or isinstance(base, _anonymous_label) else base)
        self.name = name

    @property
    def original(self):
        """What has the name."""
        return self.element

    @property
    def description(self):
        """The name."""
        return "anon_1" if isinstance(self.name, _anonymous_label) else self.name

    def _make_columns(self):
        return self.element._columns_for(self)

    def is_derived_from(self, fromclause):
        """Whether it is the other one, or made from it."""
        return fromclause is self or self.element.is_derived_from(fromclause)


def _columns_for(self, alias):
    """The columns of an alias of this."""
    made = [(key, column._make_proxy(alias, None, key)) for key, column in self.c.items()]
    for key, column in made:
        column.key = key
    return ColumnCollection(made)


FromClause._columns_for = _columns_for


class Alias(AliasedReturnsRows):
    """A table under another name."""

    __visit_name__ = "alias"
    inherit_cache = True


class Subquery(AliasedReturnsRows):
    """(SELECT ...) AS name."""

    __visit_name__ = "subquery"
    _is_subquery = True

    def as_scalar(self):
        """The SELECT as a value."""
        return self.element.scalar_subquery()


class Lateral(AliasedReturnsRows):
    """LATERAL (SELECT ...) AS name."""

    __visit_name__ = "lateral"
    _is_lateral = True


class TableSample(AliasedReturnsRows):
    """table TABLESAMPLE method(percentage)."""

    __visit_name__ = "tablesample"
    _parts = ("element", "sampling", "seed")

    def __init__(self, selectable, sampling, name=None, seed=None):
        super().__init__(selectable, name)
        self.sampling = sampling
        self.seed = None if seed is None else coercions.expression(seed)

    def _get_method(self):
        from .functions import func

        return self.sampling if isinstance(self.sampling, ClauseElement) else func.system(self.sampling)


def table(name, *columns, **kwargs):
    """A table by its name."""
    return TableClause(name, *columns, **kwargs)


def alias(selectable, name=None, flat=False):
    """A table or SELECT under a name."""
    return coercions.from_item(selectable, subquery=False).alias(name)


def join(left, right, onclause=None, isouter=False, full=False):
    """left JOIN right."""
    return Join(left, right, onclause, isouter, full)


def outerjoin(left, right, onclause=None, full=False):
    """left LEFT OUTER JOIN right."""
    return Join(left, right, onclause, True, full)


def subquery(alias, *args, **kwargs):
    """(SELECT ...) AS alias, of select()'s arguments."""
    from .selects import select

    return select(*args, **kwargs).subquery(alias)


def lateral(selectable, name=None):
    """LATERAL."""
    return coercions.from_item(selectable, subquery=False).lateral(name)


def tablesample(selectable, sampling, name=None, seed=None):
    """TABLESAMPLE."""
    return coercions.from_item(selectable).tablesample(sampling, name, seed)


# Names that SQLAlchemy keeps in this module.
_PLACES = {
    ".selects": "GenerativeSelect Select SelectBase SelectStatementGrouping Selectable select",
    ".compound": "CompoundSelect TextualSelect except_ except_all intersect intersect_all union union_all",
    ".select_parts": "ForUpdateArg HasCTE HasHints HasPrefixes HasSuffixes",
    ".subqueries": "CTE Exists ScalarSelect cte exists",
    ".table_values": "ScalarValues TableValuedAlias Values values",
}
__getattr__ = lazy("sqlalchemy.sql", {n: place for place, names in _PLACES.items() for n in names.split()}, __name__)[0]
