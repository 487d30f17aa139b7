"""SELECT."""

from limbeck.missing import raise_for

from . import coercions
from .base import ColumnCollection
from .clause import Executable
from .elements import and_
from .select_names import columns_plus_names
from .select_parts import ForUpdateArg, HasCTE, HasHints, HasPrefixes, HasSuffixes, is_reset
from .selectable import LABEL_STYLE_DEFAULT, LABEL_STYLE_TABLENAME_PLUS_COL, Lateral, ReturnsRows, Subquery
from .selectable import _OffsetLimitParam

__getattr__ = raise_for(__name__)


class Selectable(ReturnsRows):
    """What can be selected from."""


class SelectBase(HasCTE, Executable, Selectable):
    """SELECT, UNION, a text with columns."""

    _is_select_base = is_select = is_selectable = True
    _label_style = LABEL_STYLE_DEFAULT

    @property
    def selected_columns(self):
        """What it selects."""
        return ColumnCollection(
            [(key, column) for _, key, _, column, _ in columns_plus_names(self, False) if not column._is_text_clause]
        )

    @property
    def c(self):
        """The columns of the statement as a subquery."""
        return self.subquery().c

    columns = c
    exported_columns = selected_columns

    @property
    def _from_objects(self):
        return [self]

    def _columns_for(self, alias):
        found = []
        for name, key, fallback, column, repeated in columns_plus_names(self, False):
            if not column._is_text_clause:
                found.append((key, column._make_proxy(alias, name, key)))
        return ColumnCollection(found)

    def subquery(self, name=None):
        """(SELECT ...) AS name."""
        return Subquery(self, name)

    def alias(self, name=None, flat=False):
        """As subquery()."""
        return Subquery(self, name)

    def lateral(self, name=None):
        """LATERAL (SELECT ...) AS name."""
        return Lateral(self, name)

    def scalar_subquery(self):
        """(SELECT ...) as a value."""
        from .subqueries import ScalarSelect

        return ScalarSelect(self)

    as_scalar = scalar_subquery

    def label(self, name):
        """(SELECT ...) AS name."""
        return self.scalar_subquery().label(name)

    def exists(self):
        """EXISTS (SELECT ...)."""
        from .subqueries import Exists

        return Exists(self)

    def select(self, *args, **kwargs):
        """SELECT from it as a subquery."""
        return Select._create(self.subquery())

    def as_subquery(self, name=None):
        """As subquery()."""
        return Subquery(self, name)

    def set_label_style(self, style):
        """A copy with another way to name its columns."""
        made = self._clone()
        made._label_style = style
        return made

    def with_labels(self):
        """A copy whose columns are named table_column."""
        return self.set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)

    apply_labels = with_labels

    def get_label_style(self):
        """The way to name its columns."""
        return self._label_style

    def is_derived_from(self, fromclause):
        """Whether it is made from it."""
        return any(found.is_derived_from(fromclause) for found in getattr(self, "froms", ()))


class SelectStatementGrouping(SelectBase):
    """(SELECT ...), as a part of UNION."""

    __visit_name__ = "select_statement_grouping"
    _parts = ("element",)

    def __init__(self, element):
        self.element = element
        self._label_style = element._label_style

    _all_selected_columns = property(lambda self: self.element._all_selected_columns)

    def self_group(self, against=None):
        """Itself."""
        return self


class GenerativeSelect(SelectBase):
    """What SELECT and UNION have in common: ORDER BY, LIMIT, FOR UPDATE."""

    _order_by_clauses = _group_by_clauses = ()
    _limit_clause = _offset_clause = _fetch_clause = _for_update_arg = None
    _fetch_clause_options = None

    def _with(self, **attributes):
        made = self._clone()
        made.__dict__.update(attributes)
        return made

    def order_by(self, *clauses):
        """A copy with ORDER BY; None takes it out."""
        if is_reset(clauses):
            return self._with(_order_by_clauses=())
        return self._with(_order_by_clauses=self._order_by_clauses + tuple(coercions.order_items(clauses, True)))

    def group_by(self, *clauses):
        """A copy with GROUP BY; None takes it out."""
        if is_reset(clauses):
            return self._with(_group_by_clauses=())
        found = []
        for item in coercions.order_items(clauses):
            found += item.c if item._is_from_clause and not item._is_column_element else (item,)
        return self._with(_group_by_clauses=self._group_by_clauses + tuple(found))

    def limit(self, limit):
        """A copy with LIMIT."""
        return self._with(_limit_clause=coercions.limit(limit, None), _fetch_clause=None, _fetch_clause_options=None)

    def offset(self, offset):
        """A copy with OFFSET."""
        return self._with(_offset_clause=coercions.limit(offset, None))

    def fetch(self, count, with_ties=False, percent=False, **kwargs):
        """A copy with FETCH FIRST."""
        if count is None:
            return self._with(_fetch_clause=None, _fetch_clause_options=None)
        options = {"with_ties": with_ties, "percent": percent}
        return self._with(_limit_clause=None, _fetch_clause=coercions.limit(count, None), _fetch_clause_options=options)

    def slice(self, start, stop):
        """A copy with LIMIT and OFFSET as list[start:stop] would have it."""
        made = self
        if stop is not None:
            made = made.limit(stop - (start or 0))
        return made.offset(start) if start else made

    def with_for_update(self, nowait=False, read=False, of=None, skip_locked=False, key_share=False):
        """A copy with FOR UPDATE."""
        return self._with(_for_update_arg=ForUpdateArg(nowait, read, of, skip_locked, key_share))

    @property
    def _has_row_limiting_clause(self):
        return (
            self._limit_clause is not None or self._offset_clause is not None or self._fetch_clause is not None
        )

    def _needs_parens(self):
        return self._has_row_limiting_clause or bool(self._order_by_clauses)

    @staticmethod
    def _simple_int_clause(clause):
        return isinstance(clause, _OffsetLimitParam)


class Select(HasPrefixes, HasSuffixes, HasHints, GenerativeSelect):
    """SELECT."""

    __visit_name__ = "select"
    _parts = (
        "_raw_columns",
        "_from_obj",
        "_where_criteria",
        "_having_criteria",
        "_order_by_clauses",
        "_group_by_clauses",
        "_setup_joins",
        "_distinct_on",
        "_limit_clause",
        "_offset_clause",
        "_fetch_clause",
    )
    _from_obj = _where_criteria = _having_criteria = _setup_joins = _distinct_on = ()
    _correlate = ()
    _correlate_except = None
    _auto_correlate = True
    _distinct = False
    _entities = ()

    @classmethod
    def _create(cls, *entities):
        made = object.__new__(cls)
        made._entities = entities
        made._raw_columns = [coercions.column_item(entity) for entity in entities]
        return made

    def __init__(self, *entities, **kwargs):
        self._entities = entities
        self._raw_columns = [coercions.column_item(entity) for entity in entities]

    # -- what it selects

    @property
    def _all_selected_columns(self):
        return coercions.select_columns(self._raw_columns)

    inner_columns = property(lambda self: iter(self._all_selected_columns))
    column_descriptions = property(
        lambda self: [
            {"name": getattr(column, "name", None), "type": column.type, "expr": column}
            for column in self._all_selected_columns
        ]
    )

    def add_columns(self, *columns):
        """A copy that selects more."""
        return self._with(
            _raw_columns=self._raw_columns + [coercions.column_item(column) for column in columns],
            _entities=tuple(self._entities) + columns,
        )

    column = add_columns

    def with_only_columns(self, *columns, maintain_column_froms=False, **kwargs):
        """A copy that selects something else."""
        if len(columns) == 1 and isinstance(columns[0], (list, tuple)):
            columns = tuple(columns[0])
        made = self
        if maintain_column_froms:
            made = self.select_from(*self.columns_clause_froms)
        return made._with(_raw_columns=[coercions.column_item(column) for column in columns], _entities=columns)

    @property
    def columns_clause_froms(self):
        """The FROM clauses of what it selects."""
        return _unique(found for column in self._raw_columns for found in column._from_objects)

    def distinct(self, *expr):
        """A copy with DISTINCT, or DISTINCT ON (...)."""
        items = tuple(coercions.order_items(expr)) if expr and expr[0] is not True else ()
        return self._with(_distinct=True, _distinct_on=self._distinct_on + items)

    # -- from where

    def select_from(self, *froms):
        """A copy with FROM clauses besides those of its columns."""
        found = tuple(coercions.from_item(item) for item in froms)
        return self._with(_from_obj=self._from_obj + found)

    def join(self, target, onclause=None, isouter=False, full=False, left=None):
        """A copy with JOIN; without a condition by the foreign key."""
        if hasattr(target, "prop") or hasattr(onclause, "prop"):
            return self._join_along(target, onclause, isouter, full)
        right = coercions.from_item(target)
        condition = None if onclause is None else coercions.condition(onclause)
        left = None if left is None else coercions.from_item(left)
        made = self._with(_setup_joins=self._setup_joins + ((right, condition, left, (isouter, full)),))
        made._joined = target
        return made

    _joined = None

    def _join_along(self, target, onclause, isouter, full):
        """Along a relationship of a mapped class."""
        from ..orm.query import join_steps

        made = self
        for left, right, condition in join_steps(self._entities, target, onclause):
            first = not made._from_obj and not made._setup_joins
            made = made.join(right, condition, isouter, full, left if first else None)
        made._joined = target.prop.mapper.class_ if hasattr(target, "prop") else target
        return made

    def outerjoin(self, target, onclause=None, full=False):
        """A copy with LEFT OUTER JOIN."""
        return self.join(target, onclause, True, full)

    def join_from(self, from_, target, onclause=None, isouter=False, full=False):
        """A copy with JOIN, the left side being said."""
        return self.join(target, onclause, isouter, full, from_)

    def outerjoin_from(self, from_, target, onclause=None, full=False):
        """A copy with LEFT OUTER JOIN, the left side being said."""
        return self.join(target, onclause, True, full, from_)

    @property
    def froms(self):
        """What stands in FROM."""
        from .select_froms import all_froms

        return all_froms(self)

    get_final_froms = property(lambda self: lambda: self.froms)
    locate_all_froms = get_final_froms

    def correlate(self, *fromclauses):
        """A copy that leaves these to the enclosing statement; None: nothing."""
        if is_reset(fromclauses):
            return self._with(_auto_correlate=False, _correlate=())
        found = tuple(coercions.from_item(item) for item in fromclauses)
        return self._with(_auto_correlate=False, _correlate=self._correlate + found)

    def correlate_except(self, *fromclauses):
        """A copy that leaves all but these to the enclosing statement."""
        if is_reset(fromclauses):
            return self._with(_auto_correlate=False, _correlate_except=())
        found = tuple(coercions.from_item(item) for item in fromclauses)
        return self._with(_auto_correlate=False, _correlate_except=(self._correlate_except or ()) + found)

    # -- conditions

    def where(self, *whereclause):
        """A copy with conditions."""
        return self._with(_where_criteria=self._where_criteria + tuple(coercions.conditions(whereclause)))

    filter = where

    @property
    def whereclause(self):
        """The conditions together."""
        return and_(*self._where_criteria) if self._where_criteria else None

    _whereclause = whereclause

    def filter_by(self, **kwargs):
        """A copy with column=value conditions, on what was joined last or selected first."""
        return self.where(*[attribute_of(self._filter_entity(), name) == value for name, value in kwargs.items()])

    def _filter_entity(self):
        if self._joined is not None:
            return self._joined
        for entity in self._entities:
            if hasattr(entity, "__table__"):
                return entity
            owner = getattr(entity, "class_", None)
            if owner is not None and hasattr(owner, "__table__"):
                return owner
        froms = self._from_obj or self.froms
        return froms[0]

    def having(self, *having):
        """A copy with HAVING."""
        return self._with(_having_criteria=self._having_criteria + tuple(coercions.conditions(having)))

    def reduce_columns(self, only_synonyms=True):
        """Itself."""
        return self

    # -- as a part of another

    def self_group(self, against=None):
        """In parentheses, unless UNION can do without."""
        if getattr(against, "__visit_name__", "") == "compound_select" and not self._needs_parens():
            return self
        return SelectStatementGrouping(self)

    def _compound(self, keyword, others):
        from .compound import CompoundSelect

        return CompoundSelect(keyword, self, *others)

    def union(self, *other, **kwargs):
        """UNION."""
        return self._compound("UNION", other)

    def union_all(self, *other, **kwargs):
        """UNION ALL."""
        return self._compound("UNION ALL", other)

    def except_(self, *other, **kwargs):
        """EXCEPT."""
        return self._compound("EXCEPT", other)

    def except_all(self, *other, **kwargs):
        """EXCEPT ALL."""
        return self._compound("EXCEPT ALL", other)

    def intersect(self, *other, **kwargs):
        """INTERSECT."""
        return self._compound("INTERSECT", other)

    def intersect_all(self, *other, **kwargs):
        """INTERSECT ALL."""
        return self._compound("INTERSECT ALL", other)


def attribute_of(entity, name):
    """A column of a mapped class or a FROM clause by its name. InvalidRequestError."""
    if hasattr(entity, "__table__"):
        found = getattr(entity, name, None)
        found = found if hasattr(found, "operate") else coercions.resolve(found)
    else:
        found = coercions.resolve(entity).c.get(name)
    if found is None:
        from ..exc import InvalidRequestError

        raise InvalidRequestError(
            'Entity namespace for "%s" has no property "%s"' % (getattr(entity, "name", entity), name)
        )
    return found


def _unique(items):
    return list({id(item): item for item in items}.values())


def select(*args, **kwargs):
    """SELECT: select(a, b), or select([a, b], condition, ...) as before SQLAlchemy 1.4."""
    legacy = kwargs or args and (
        isinstance(args[0], (list, tuple))
        or hasattr(type(args[0]), "__iter__")
        and not isinstance(args[0], str)
        and not hasattr(args[0], "is_clause_element")
        and not hasattr(args[0], "__clause_element__")
        and not hasattr(args[0], "__table__")
    )
    return _select_of_list(*args, **kwargs) if legacy else Select._create(*args)


_LEGACY = "distinct having correlate prefixes group_by order_by limit offset for_update use_labels bind".split()


def _select_of_list(columns=(), whereclause=None, from_obj=None, **options):
    unknown = set(options) - set(_LEGACY)
    if unknown:
        from ..exc import ArgumentError

        raise ArgumentError("Unknown arguments to select(): %s" % ", ".join(sorted(unknown)))
    several = hasattr(columns, "__iter__") and not coercions.is_element(columns)
    made = Select._create(*(columns if several else [columns]))
    if whereclause is not None:
        made = made.where(whereclause)
    if from_obj is not None:
        made = made.select_from(*(from_obj if isinstance(from_obj, (list, tuple)) else [from_obj]))
    for name, value in options.items():
        if name == "bind":
            made.bind = value
        elif name == "use_labels":
            made = made.with_labels() if value else made
        elif name == "for_update":
            made = made.with_for_update() if value else made
        elif name == "distinct":
            made = made.distinct(*(value if isinstance(value, (list, tuple)) else ())) if value else made
        elif name == "prefixes":
            made = made.prefix_with(*value)
        elif value is not None:
            made = getattr(made, name)(*(value if isinstance(value, (list, tuple)) else (value,)))
    return made


def lambda_stmt(lmb, *args, **kwargs):
    """The statement that a function gives."""
    return lmb()
