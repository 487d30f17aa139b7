"""What an operator makes of an expression and its operands, by the operator and by the types.

operate() looks the operator up in a table; comparators are how a type of one's own changes that. Methods that exist
for some types only (`astext`, `has_key`, `overlap`) are in type_methods.py.
"""

from . import operators
from .coercions import const, in_operand, operand
from .operators import ColumnOperators

# What expressions are made of: operations.py, which needs this module first, fills it in.
BinaryExpression = CollectionAggregate = ExpressionClauseList = UnaryExpression = None
False_ = Null = True_ = BOOLEANTYPE = MATCHTYPE = NULLTYPE = None


def know(names):
    """Take the names of this module that are not known yet from those of another."""
    globals().update({name: names[name] for name, value in globals().items() if value is None and name in names})


_KINDS = {
    "String": "string",
    "Integer": "integer",
    "Numeric": "numeric",
    "Boolean": "boolean",
    "DateTime": "datetime",
    "Date": "date",
    "Time": "time",
    "_AbstractInterval": "interval",
    "INTERVAL": "interval",
    "_Binary": "binary",
    "JSON": "json",
    "ARRAY": "array",
    "HSTORE": "hstore",
    "Uuid": "uuid",
    "NullType": "null",
    "TupleType": "tuple",
    "AbstractRange": "range",
}
_kinds = {}
_CONCATENABLE = frozenset(("string", "array", "hstore", "json"))


def kind_of(type_):
    """A word for the kind of a type: "string", "integer", "json", ...; "other" for what has no rules here."""
    cls = type_.__class__
    kind = _kinds.get(cls)
    if kind is None:
        names = [base.__name__ for base in cls.__mro__]
        if type_._is_type_decorator and "_AbstractInterval" not in names:
            return kind_of(type_.impl)
        kind = next((_KINDS[name] for name in names if name in _KINDS), None)
        if kind is None:
            kind = "range" if names[0].endswith(("RANGE", "MULTIRANGE")) else "other"
        _kinds[cls] = kind
    return kind


class Comparator(ColumnOperators):
    """What a type adds to expressions of it; a type's `comparator_factory` is a subclass."""

    def __init__(self, expr):
        self.expr = expr
        self.type = expr.type

    def __clause_element__(self):
        return self.expr

    def operate(self, op, *other, **kwargs):
        """The operator applied to the expression."""
        return operate(self.expr, op, *other, **kwargs)

    def reverse_operate(self, op, other, **kwargs):
        """The operator with the expression on its right."""
        return operate(self.expr, op, other, reverse=True, **kwargs)

    def contains(self, other, **kwargs):
        """Whether the other one is in it: LIKE for strings, @> for arrays, documents and ranges."""
        own = type_method(self.type, "contains")
        return own(self.expr, other) if own else ColumnOperators.contains(self, other, **kwargs)

    def __getattr__(self, name):
        if name[:2] == "__" or name in ("expr", "type"):
            raise AttributeError(name)
        found = type_method(self.type, name)
        if found is None:
            raise AttributeError("%r object has no attribute %r" % (type(self).__name__, name))
        return found.__get__(self.expr)

    def _adapt_expression(self, op, other):
        return result_of(op, self.type, other.type)


def type_method(type_, name):
    """What expressions of a type have under a name, or None."""
    from .type_methods import find

    return find(type_, name)


# ---- what an operator gives

_DAYS = {"integer": "Date", "interval": "DateTime", "time": "DateTime"}
_RESULTS = {
    ("integer", operators.add): {"date": "Date", "numeric": "Numeric"},
    ("integer", operators.sub): {"numeric": "Numeric"},
    ("integer", operators.mul): {"interval": "Interval", "numeric": "Numeric"},
    ("integer", operators.truediv): {"integer": "Numeric", "numeric": "Numeric"},
    ("numeric", operators.mul): {"interval": "Interval"},
    ("date", operators.add): _DAYS,
    ("date", operators.sub): {"integer": "Date", "date": "Integer", "interval": "DateTime", "datetime": "Interval"},
    ("datetime", operators.sub): {"datetime": "Interval"},
    ("time", operators.add): {"date": "DateTime"},
    ("time", operators.sub): {"time": "Interval"},
    ("interval", operators.add): {"date": "DateTime", "datetime": "DateTime", "time": "Time"},
}


def result_of(op, left, right):
    """(the operator, the type of the result) for two types: + of strings is concatenation."""
    kind, other = kind_of(left), kind_of(right)
    if kind == "null":
        if other != "null" and operators.is_commutative(op):
            return result_of(op, right, left)
        return op, left
    if op is operators.add and kind in _CONCATENABLE and (other in _CONCATENABLE or other == "null"):
        return operators.concat_op, left
    name = _RESULTS.get((kind, op), {}).get(other)
    if name is None or name.lower() == kind:
        return op, left
    from . import sqltypes

    return op, getattr(sqltypes, name)()


# ---- how an operator is applied


def operate(expr, op, *other, **kwargs):
    """The expression that an operator makes."""
    return _APPLY.get(op, _unsupported)(expr, op, *other, **kwargs)


def _unsupported(expr, op, *other, **kwargs):
    if isinstance(op, operators.custom_op):
        return _custom(expr, op, *other, **kwargs)
    raise NotImplementedError("Operator '%s' is not supported on this expression" % op.__name__)


def make_binary(left, right, op, type_, negate=None, modifiers=None):
    """left op right; chains of one associative operator are one list."""

    if operators.is_associative(op):
        parts, chained = (), False
        for side in (left, right):
            if getattr(side, "operator", None) is op and kind_of(side.type) == kind_of(type_):
                parts += side._flattened_operator_clauses
                chained = True
            else:
                parts += (side,)
        if chained:
            return ExpressionClauseList._of(op, type_, parts)
    if left._is_collection_aggregate or right._is_collection_aggregate:
        negate = None
    return BinaryExpression(left, right, op, type_, negate, modifiers)


_IDENTITY = {operators.eq: operators.is_, operators.ne: operators.is_not}
_EXACT = (operators.is_distinct_from, operators.is_not_distinct_from)


def _compare(expr, op, other, reverse=False, result_type=None, **modifiers):
    type_ = BOOLEANTYPE if result_type is None else result_type
    if other is None or other is True or other is False or isinstance(other, (Null, True_, False_)):
        given = const(other)
        truth = not isinstance(given, Null)
        if not (truth and op in _IDENTITY or op in _EXACT or expr._is_collection_aggregate):
            op = _IDENTITY.get(op, op)
            if op not in (operators.is_, operators.is_not):
                from ..exc import ArgumentError

                raise ArgumentError(
                    "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', 'is_not_distinct_from()' operators can "
                    "be used with None/True/False"
                )
            reverse = False
        other = given
    else:
        other = operand(other, expr, op)
    left, right = (other, expr) if reverse else (expr, other)
    return make_binary(left, right, op, type_, operators.NEGATION.get(op), modifiers)


def _calculate(expr, op, other, reverse=False, result_type=None, **modifiers):
    other = operand(other, expr, op)
    left, right = (other, expr) if reverse else (expr, other)
    if result_type is None:
        op, result_type = _adapt(left, op, right)
    elif isinstance(result_type, type):
        result_type = result_type()
    return make_binary(left, right, op, result_type, modifiers=modifiers)


def _adapt(left, op, right):
    own = left._own_comparator() if left._is_column_element else None
    if own is not None:
        return own._adapt_expression(op, right.comparator)
    return result_of(op, left.type, right.type)


def _custom(expr, op, other, reverse=False, result_type=None, **modifiers):
    if result_type is None:
        result_type = op.return_type
        if result_type is None and op.is_comparison:

            result_type = BOOLEANTYPE
    return _calculate(expr, op, other, reverse, result_type, **modifiers)


def _join(expr, op, other, reverse=False):
    from . import elements

    both = (other, expr) if reverse else (expr, other)
    return (elements.and_ if op is operators.and_ else elements.or_)(*both)


def _in(expr, op, other, **kwargs):
    return _compare(expr, op, in_operand(other, expr, op), **kwargs)


def _between(expr, op, low, high, **modifiers):
    bounds = [operand(bound, expr, operators.and_) for bound in (low, high)]
    both = ExpressionClauseList._of(operators.and_, NULLTYPE, bounds, group=False)
    return BinaryExpression(expr, both, op, BOOLEANTYPE, operators.NEGATION[op], modifiers)


def _match(expr, op, other, **modifiers):
    return _compare(expr, op, other, result_type=MATCHTYPE, **modifiers)


def _flags(expr, op, flags):
    return flags if flags is None or isinstance(flags, str) else operand(flags, expr, op)


def _regexp(expr, op, pattern, flags=None, **modifiers):
    return _compare(expr, op, pattern, flags=_flags(expr, op, flags), **modifiers)


def _regexp_replace(expr, op, pattern, replacement, flags=None, **modifiers):
    both = ExpressionClauseList._of(
        operators.comma_op,
        expr.type,
        [operand(pattern, expr, op), operand(replacement, expr, op)],
        group=False,
    )
    return BinaryExpression(expr, both, op, expr.type, modifiers={"flags": _flags(expr, op, flags)})


def _prefix(expr, op):
    return UnaryExpression(expr, operator=op, type_=expr.type)


def _suffix(expr, op):
    return UnaryExpression(expr, modifier=op)


def _aggregate(expr, op):
    return CollectionAggregate._of(op, expr)


def _invert(expr, op):
    return expr._negate()


def _collate(expr, op, collation, **kwargs):
    from .elements import collate

    return collate(expr, collation)


def _power(expr, op, other, reverse=False, **kwargs):
    from .functions import func

    return func.pow(other, expr) if reverse else func.pow(expr, other)


def _shift(expr, op, other, **kwargs):
    if kind_of(expr.type) != "range":
        return _unsupported(expr, op, other)
    return getattr(expr, "strictly_left_of" if op is operators.lshift else "strictly_right_of")(other)


def _item(expr, op, index, **kwargs):
    from .type_methods import item

    found = item(expr, index)
    return _unsupported(expr, op, index) if found is None else found


_APPLY = dict.fromkeys(operators._comparison, _compare)
for _function, _operators in (
    (
        _calculate,
        "add sub mul mod truediv floordiv concat_op json_getitem_op json_path_getitem_op bitwise_xor_op bitwise_or_op "
        "bitwise_and_op bitwise_lshift_op bitwise_rshift_op",
    ),
    (_join, "and_ or_"),
    (_in, "in_op not_in_op"),
    (_between, "between_op not_between_op"),
    (_match, "match_op not_match_op"),
    (_regexp, "regexp_match_op not_regexp_match_op"),
    (_regexp_replace, "regexp_replace_op"),
    (_prefix, "neg distinct_op bitwise_not_op"),
    (_suffix, "desc_op asc_op nulls_first_op nulls_last_op"),
    (_aggregate, "any_op all_op"),
    (_invert, "inv"),
    (_collate, "collate"),
    (_power, "pow_"),
    (_item, "getitem"),
    (_shift, "lshift rshift"),
):
    _APPLY.update(dict.fromkeys([getattr(operators, name) for name in _operators.split()], _function))
