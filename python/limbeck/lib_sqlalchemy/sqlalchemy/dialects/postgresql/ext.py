"""PostgreSQL's own expressions: array, array_agg, aggregate_order_by, full-text search, Any, All."""

from limbeck.missing import raise_for

from ...sql import coercions, functions, operators
from ...sql.clause import BindParameter, ColumnElement
from ...sql.elements import ClauseList, ExpressionClauseList, Grouping
from ...sql.functions import func
from ...sql.sqltypes import NULLTYPE
from .types import ARRAY, TSQUERY, TSVECTOR, HSTORE

__getattr__ = raise_for(__name__)


class array(ExpressionClauseList):
    """ARRAY[a, b]"""

    __visit_name__ = "array"
    stringify_dialect = "postgresql"

    def __init__(self, clauses, type_=None, **kwargs):
        from ...sql.type_api import to_instance

        self.operator = operators.comma_op
        items = [coercions.expression(clause) for clause in clauses]
        self.clauses = tuple(item.self_group(operators.comma_op) for item in items)
        item = to_instance(type_) if type_ is not None else items[0].type if items else NULLTYPE
        if item._is_array:
            self.type = ARRAY(item.item_type, dimensions=item.dimensions + 1 if item.dimensions is not None else 2)
        else:
            self.type = ARRAY(item)

    def _bind_param(self, operator, value, type_=None, expanding=False, scalar=False):
        if scalar or operator is operators.getitem:
            return BindParameter(None, value, type_, unique=True, _compared_to_operator=operator,
                                 _compared_to_type=self.type)
        return array([self._bind_param(operator, item, type_, scalar=True) for item in value])

    def self_group(self, against=None):
        """In parentheses behind ANY and ALL and before []."""
        return Grouping(self) if against in (operators.any_op, operators.all_op, operators.getitem) else self


class aggregate_order_by(ColumnElement):
    """An aggregate's argument with ORDER BY behind it."""

    __visit_name__ = "aggregate_order_by"
    stringify_dialect = "postgresql"
    _parts = ("target", "order_by")

    def __init__(self, target, *order_by):
        self.target = coercions.expression(target)
        self.type = self.target.type
        if len(order_by) == 1:
            self.order_by = coercions.order_item(order_by[0])
        else:
            made = ClauseList()
            made.clauses = coercions.order_items(order_by)
            self.order_by = made

    def self_group(self, against=None):
        """Itself."""
        return self


def array_agg(*args, **kwargs):
    """array_agg(...), an ARRAY of PostgreSQL's."""
    made = functions.array_agg(*args, **kwargs)
    if not isinstance(made.type, ARRAY):
        made.type = ARRAY(made.type.item_type, dimensions=1)
    return made


def Any(other, arrexpr, operator=operators.eq):
    """other = ANY (arrexpr)"""
    return arrexpr.any(other, operator)


def All(other, arrexpr, operator=operators.eq):
    """other = ALL (arrexpr)"""
    return arrexpr.all(other, operator)


def _search(name, type_=None):
    def function(*args, **kwargs):
        made = getattr(func, name)(*args, **kwargs)
        if type_ is not None:
            made.type = type_()
        return made

    function.__name__ = name
    return function


to_tsvector, to_tsquery = _search("to_tsvector", TSVECTOR), _search("to_tsquery", TSQUERY)
plainto_tsquery, phraseto_tsquery = _search("plainto_tsquery", TSQUERY), _search("phraseto_tsquery", TSQUERY)
websearch_to_tsquery, ts_headline = _search("websearch_to_tsquery", TSQUERY), _search("ts_headline")
hstore = _search("hstore", HSTORE)


def distinct_on(*expr):
    """DISTINCT ON (...): what select().ext() and select().distinct() take."""
    return expr
