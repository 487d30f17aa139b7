"""CASE, CAST, EXTRACT, and what stands behind a function: OVER, FILTER, WITHIN GROUP."""

from . import coercions, operators
from .clause import ClauseElement, ColumnElement
from .sqltypes import INTEGERTYPE, NULLTYPE
from .type_api import to_instance


class Case(ColumnElement):
    """CASE [value] WHEN ... THEN ... [ELSE ...] END."""

    __visit_name__ = "case"
    _parts = ("value", "whens", "else_")

    def __init__(self, *whens, value=None, else_=None):
        if len(whens) == 1 and isinstance(whens[0], (list, dict)):
            whens = whens[0]
        pairs = whens.items() if isinstance(whens, dict) else whens
        self.whens = [
            (
                (coercions.expression(when) if value is not None else coercions.condition(when)).self_group(),
                coercions.expression(then),
            )
            for when, then in pairs
        ]
        self.value = None if value is None else coercions.expression(value)
        self.else_ = None if else_ is None else coercions.expression(else_)
        types = [then.type for _, then in reversed(self.whens)] + ([self.else_.type] if else_ is not None else [])
        self.type = next((type_ for type_ in types if not type_._isnull), NULLTYPE)


class _OfType(ColumnElement):
    """An expression with a type that was said; it has the name of the column in it."""

    _parts = ("clause",)
    _non_anon_label = None

    def __init__(self, expression, type_):
        self.type = to_instance(type_)
        self.clause = coercions.expression(expression, self.type)

    wrapped_column_expression = property(lambda self: self.clause)

    @property
    def _anon_name_label(self):
        inner = self.clause
        if inner._is_text_clause:
            return ColumnElement._anon_name_label.fget(self)
        return inner._non_anon_label or inner._anon_name_label

    @property
    def _tq_label(self):
        return getattr(self.clause, "_tq_label", None)

    @property
    def _proxy_key(self):
        return None if self.clause._is_text_clause else self.clause._proxy_key

    def _dedupe_label(self, number, qualified):
        name = self.clause._non_anon_label
        if name and not qualified:
            return self._anon_label(name + "_")
        return ColumnElement._dedupe_label(self, number, True)


class Cast(_OfType):
    """CAST(expression AS type)."""

    __visit_name__ = "cast"

    @property
    def typeclause(self):
        """The type, as a part of the statement."""
        from .elements import TypeClause

        return TypeClause(self.type)


class TryCast(Cast):
    """TRY_CAST(expression AS type), on SQL Server."""

    __visit_name__ = "try_cast"


class TypeCoerce(_OfType):
    """An expression that is of another type for Python only."""

    __visit_name__ = "type_coerce"

    @property
    def typed_expression(self):
        """The expression; a bound value has the type."""
        if self.clause._is_bind_parameter:
            return self.clause._with_binary_element_type(self.type)
        return self.clause

    def self_group(self, against=None):
        """Of the expression in parentheses, if it needs them."""
        grouped = self.clause.self_group(against)
        return self if grouped is self.clause else TypeCoerce(grouped, self.type)


class Extract(ColumnElement):
    """EXTRACT(field FROM expr)."""

    __visit_name__ = "extract"
    _parts = ("expr",)
    type = INTEGERTYPE

    def __init__(self, field, expr, **kwargs):
        self.field = field
        self.expr = coercions.expression(expr)


class _Aggregate:
    """What a function and what stands behind it have in common."""

    def over(self, partition_by=None, order_by=None, range_=None, rows=None, groups=None, exclude=None):
        """... OVER (PARTITION BY ... ORDER BY ...)."""
        return Over(self, partition_by, order_by, range_, rows, groups, exclude)

    def within_group(self, *order_by):
        """... WITHIN GROUP (ORDER BY ...)."""
        return WithinGroup(self, *order_by)

    def filter(self, *criterion):
        """... FILTER (WHERE ...)."""
        return FunctionFilter(self, *criterion) if criterion else self


def _list_of(items):
    if items is None:
        return None
    items = items if isinstance(items, (list, tuple)) else [items]
    from .elements import ClauseList

    made = ClauseList()
    made.clauses = coercions.order_items(items)
    return made


class Over(ColumnElement):
    """function OVER (...). range_, rows, groups: (from, to), None being unbounded and 0 the current row."""

    __visit_name__ = "over"
    _parts = ("element", "partition_by", "order_by", "range_", "rows", "groups")

    def __init__(
        self, element, partition_by=None, order_by=None, range_=None, rows=None, groups=None, exclude=None
    ):
        self.element = element
        self.partition_by = _list_of(partition_by)
        self.order_by = _list_of(order_by)
        self.exclude = exclude
        if sum(frame is not None for frame in (range_, rows, groups)) > 1:
            from ..exc import ArgumentError

            raise ArgumentError("only one of 'rows', 'range_', or 'groups' may be provided")
        self.range_, self.rows, self.groups = (
            frame if frame is None or isinstance(frame, FrameClause) else FrameClause(frame)
            for frame in (range_, rows, groups)
        )
        self.type = element.type


class FrameClause(ClauseElement):
    """The rows of a window: x PRECEDING AND y FOLLOWING."""

    __visit_name__ = "frame_clause"
    _parts = ("bounds",)

    def __init__(self, frame):
        from ..exc import ArgumentError

        try:
            lower, upper = frame
        except (TypeError, ValueError):
            raise ArgumentError("2-tuple expected for range/rows") from None
        self.words, self.bounds = [], []
        for bound, unbounded in ((lower, "UNBOUNDED PRECEDING"), (upper, "UNBOUNDED FOLLOWING")):
            if bound is None or bound == 0:
                self.words.append(unbounded if bound is None else "CURRENT ROW")
            else:
                if not isinstance(bound, int):
                    raise ArgumentError("Integer or None expected for range value")
                self.words.append(None)
                self.bounds.append(
                    (coercions.expression(abs(bound), INTEGERTYPE), "PRECEDING" if bound < 0 else "FOLLOWING")
                )


class AggregateOrderBy(_Aggregate, ColumnElement):
    """function(... ORDER BY ...)."""

    __visit_name__ = "aggregateorderby"
    _parts = ("element", "order_by")

    def __init__(self, element, *order_by):
        self.element = element
        self.order_by = _list_of(order_by)
        self.type = element.type


class WithinGroup(AggregateOrderBy):
    """function WITHIN GROUP (ORDER BY ...)."""

    __visit_name__ = "withingroup"

    def __init__(self, element, *order_by):
        super().__init__(element, *order_by)
        self.type = element.within_group_type(self) or element.type


class FunctionFilter(_Aggregate, ColumnElement):
    """function FILTER (WHERE ...)."""

    __visit_name__ = "funcfilter"
    _parts = ("func", "criterion")
    criterion = None

    def __init__(self, func, *criterion):
        from .elements import and_

        self.func = func
        if criterion:
            self.criterion = and_(*criterion)
        self.type = func.type

    def filter(self, *criterion):
        """Still more conditions."""
        made = self._clone()
        made.criterion = FunctionFilter(self.func, self.criterion, *criterion).criterion
        return made

    def within_group_type(self, within_group):
        """None: the function's."""
        return None

    def self_group(self, against=None):
        """In parentheses, if FILTER binds less tightly."""
        from .elements import Grouping

        return Grouping(self) if operators.is_precedent(operators.filter_op, against) else self


def case(*whens, value=None, else_=None):
    """CASE: case((condition, result), ..., else_=...), or with a list or a dictionary of them."""
    return Case(*whens, value=value, else_=else_)


def cast(expression, type_):
    """CAST(expression AS type)."""
    return Cast(expression, type_)


def try_cast(expression, type_):
    """TRY_CAST(expression AS type)."""
    return TryCast(expression, type_)


def type_coerce(expression, type_):
    """The expression, of another type for Python only."""
    return TypeCoerce(expression, type_)


def extract(field, expr, **kwargs):
    """EXTRACT(field FROM expr)."""
    return Extract(field, expr)


def over(element, partition_by=None, order_by=None, range_=None, rows=None, groups=None, exclude=None):
    """function OVER (...)."""
    return Over(element, partition_by, order_by, range_, rows, groups, exclude)


def within_group(element, *order_by):
    """function WITHIN GROUP (ORDER BY ...)."""
    return WithinGroup(element, *order_by)


def funcfilter(func, *criterion):
    """function FILTER (WHERE ...)."""
    return FunctionFilter(func, *criterion)
