"""The operators of SQL as Python functions, what is known of each, and the methods that call them.

An operator is a function of its operands (`eq`, `like_op`): it calls the method of that name on the left one. What an
expression makes of it is in comparator.py, how it is written in compiler.py. Tables here say which one opposes another,
and which binds more tightly.
"""

from operator import (  # noqa: F401
    add,
    and_,
    contains,
    eq,
    floordiv,
    ge,
    getitem,
    gt,
    inv,
    le,
    lshift,
    lt,
    mod,
    mul,
    ne,
    neg,
    or_,
    pow as pow_,
    rshift,
    sub,
    truediv,
)

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)
div = truediv


def _operator(name, method=None):
    """An operator that is the operand's method."""

    def function(*operands, **kwargs):
        if method is None:
            raise NotImplementedError(name)
        return getattr(operands[0], method)(*operands[1:], **kwargs)

    function.__name__ = function.__qualname__ = name
    return function


# Those that no operand has a method for: they come up only inside of expressions.
from_ = _operator("from_")
as_ = _operator("as_")
exists = _operator("exists")
is_true = istrue = _operator("is_true")
is_false = isfalse = _operator("is_false")
comma_op = _operator("comma_op")
filter_op = _operator("filter_op")
json_getitem_op = _operator("json_getitem_op")
json_path_getitem_op = _operator("json_path_getitem_op")
function_as_comparison_op = _operator("function_as_comparison_op")
_asbool = _operator("_asbool")

is_ = _operator("is_", "is_")
is_not = isnot = _operator("is_not", "is_not")
is_distinct_from = _operator("is_distinct_from", "is_distinct_from")
is_not_distinct_from = isnot_distinct_from = _operator("is_not_distinct_from", "is_not_distinct_from")
collate = _operator("collate", "collate")
like_op = _operator("like_op", "like")
not_like_op = notlike_op = _operator("not_like_op", "not_like")
ilike_op = _operator("ilike_op", "ilike")
not_ilike_op = notilike_op = _operator("not_ilike_op", "not_ilike")
between_op = _operator("between_op", "between")
in_op = _operator("in_op", "in_")
not_in_op = notin_op = _operator("not_in_op", "not_in")
distinct_op = _operator("distinct_op", "distinct")
any_op = _operator("any_op", "any_")
all_op = _operator("all_op", "all_")
startswith_op = _operator("startswith_op", "startswith")
endswith_op = _operator("endswith_op", "endswith")
contains_op = _operator("contains_op", "contains")
istartswith_op = _operator("istartswith_op", "istartswith")
iendswith_op = _operator("iendswith_op", "iendswith")
icontains_op = _operator("icontains_op", "icontains")
match_op = _operator("match_op", "match")
regexp_match_op = _operator("regexp_match_op", "regexp_match")
regexp_replace_op = _operator("regexp_replace_op", "regexp_replace")
concat_op = _operator("concat_op", "concat")
desc_op = _operator("desc_op", "desc")
asc_op = _operator("asc_op", "asc")
nulls_first_op = nullsfirst_op = _operator("nulls_first_op", "nulls_first")
nulls_last_op = nullslast_op = _operator("nulls_last_op", "nulls_last")
bitwise_xor_op = _operator("bitwise_xor_op", "bitwise_xor")
bitwise_or_op = _operator("bitwise_or_op", "bitwise_or")
bitwise_and_op = _operator("bitwise_and_op", "bitwise_and")
bitwise_not_op = _operator("bitwise_not_op", "bitwise_not")
bitwise_lshift_op = _operator("bitwise_lshift_op", "bitwise_lshift")
bitwise_rshift_op = _operator("bitwise_rshift_op", "bitwise_rshift")


def _opposite(name, method):
    def function(a, *operands, **kwargs):
        return ~getattr(a, method)(*operands, **kwargs)

    function.__name__ = function.__qualname__ = name
    return function


not_between_op = notbetween_op = _opposite("not_between_op", "between")
not_startswith_op = notstartswith_op = _opposite("not_startswith_op", "startswith")
not_endswith_op = notendswith_op = _opposite("not_endswith_op", "endswith")
not_contains_op = notcontains_op = _opposite("not_contains_op", "contains")
not_istartswith_op = _opposite("not_istartswith_op", "istartswith")
not_iendswith_op = _opposite("not_iendswith_op", "iendswith")
not_icontains_op = _opposite("not_icontains_op", "icontains")
not_match_op = notmatch_op = _opposite("not_match_op", "match")
not_regexp_match_op = _opposite("not_regexp_match_op", "regexp_match")

_OPPOSITES = (
    (eq, ne),
    (lt, ge),
    (gt, le),
    (is_, is_not),
    (is_distinct_from, is_not_distinct_from),
    (like_op, not_like_op),
    (ilike_op, not_ilike_op),
    (in_op, not_in_op),
    (between_op, not_between_op),
    (startswith_op, not_startswith_op),
    (endswith_op, not_endswith_op),
    (contains_op, not_contains_op),
    (istartswith_op, not_istartswith_op),
    (iendswith_op, not_iendswith_op),
    (icontains_op, not_icontains_op),
    (match_op, not_match_op),
    (regexp_match_op, not_regexp_match_op),
)
NEGATION = dict(_OPPOSITES + tuple((second, first) for first, second in _OPPOSITES))
_comparison = frozenset(NEGATION) | {function_as_comparison_op}
_mirror = {gt: lt, ge: le, lt: gt, le: ge}
_ASSOCIATIVE = frozenset((add, mul, concat_op, and_, or_))
_SELF_PRECEDENT = _ASSOCIATIVE | {getitem, json_getitem_op, json_path_getitem_op}

_PRECEDENCE = dict.fromkeys(_comparison, 5)
for _level, _operators in (
    (15, (from_, function_as_comparison_op, any_op, all_op, getitem, json_getitem_op, json_path_getitem_op, pow_)),
    (8, (mul, truediv, floordiv, mod, neg, bitwise_not_op)),
    (7, (add, sub, bitwise_xor_op, bitwise_or_op, bitwise_and_op, bitwise_lshift_op, bitwise_rshift_op)),
    (6, (filter_op,)),
    (5, (concat_op, regexp_replace_op, distinct_op, inv, is_true, is_false)),
    (4, (collate,)),
    (3, (and_, desc_op, asc_op)),
    (2, (or_,)),
    (0, (exists,)),
    (-1, (comma_op, as_)),
    (-10, (_asbool,)),
):
    _PRECEDENCE.update(dict.fromkeys(_operators, _level))


def is_precedent(operator, against):
    """Whether an expression of `operator` needs parentheses as an operand of `against`."""
    if operator is against and is_natural_self_precedent(operator):
        return False
    inner = _PRECEDENCE.get(operator)
    outer = _PRECEDENCE.get(against)
    if inner is None:
        inner = getattr(operator, "precedence", -100)
    if outer is None:
        outer = getattr(against, "precedence", 100)
    return inner <= outer


def is_comparison(op):
    """Whether the operator gives true or false."""
    return op in _comparison or isinstance(op, custom_op) and op.is_comparison


def is_boolean(op):
    """Whether the operator gives true or false, or joins such."""
    return is_comparison(op) or op in (inv, is_true, is_false, and_, or_)


def is_commutative(op):
    """Whether the operands may change places."""
    return op in (eq, ne, add, mul)


def is_associative(op):
    """Whether (a op b) op c is a op (b op c)."""
    return op in _ASSOCIATIVE


def is_natural_self_precedent(op):
    """Whether (a op b) op c needs no parentheses."""
    return op in _SELF_PRECEDENT or isinstance(op, custom_op) and op.natural_self_precedent


def is_ordering_modifier(op):
    """Whether it stands behind an item of ORDER BY."""
    return op in (asc_op, desc_op, nulls_first_op, nulls_last_op)


def mirror(op):
    """The comparison with its operands exchanged: > for <."""
    return _mirror.get(op, op)


class custom_op:
    """An operator by its text, as column.op(text) makes it."""

    __name__ = "custom_op"

    def __init__(
        self,
        opstring,
        precedence=0,
        is_comparison=False,
        return_type=None,
        natural_self_precedent=False,
        eager_grouping=False,
        python_impl=None,
        visit_name=None,
        **kwargs
    ):
        self.opstring = opstring
        self.precedence = precedence
        self.is_comparison = is_comparison
        self.natural_self_precedent = natural_self_precedent
        self.eager_grouping = eager_grouping
        self.python_impl = python_impl
        self.visit_name = visit_name
        self.return_type = return_type() if isinstance(return_type, type) else return_type

    def _key(self):
        return self.opstring, self.precedence, self.is_comparison, self.natural_self_precedent, self.eager_grouping

    def __eq__(self, other):
        return isinstance(other, custom_op) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def __call__(self, left, right, **kwargs):
        if hasattr(left, "operate"):
            return left.operate(self, right, **kwargs)
        if self.python_impl is not None:
            return self.python_impl(left, right, **kwargs)
        from ..exc import InvalidRequestError

        raise InvalidRequestError("Custom operator %r can't be used with plain Python objects" % self.opstring)


class Operators:
    """The Python operators of anything that has operate(): an expression, a comparator, a mapped attribute."""

    __hash__ = object.__hash__

    def operate(self, op, *other, **kwargs):
        """What the operator makes of this and of the other operands."""
        raise NotImplementedError(str(op))

    def reverse_operate(self, op, other, **kwargs):
        """The same with this as the right operand."""
        raise NotImplementedError(str(op))

    __sa_operate__ = property(lambda self: self.operate)

    def op(self, opstring, precedence=0, is_comparison=False, return_type=None, python_impl=None, operator_class=None):
        """A function of the other operand for an operator by its text: column.op("->>")("key")."""
        operator = custom_op(opstring, precedence, is_comparison, return_type, python_impl=python_impl)
        return lambda other: operator(self, other)

    def bool_op(self, opstring, precedence=0, python_impl=None):
        """op() for an operator that gives true or false."""
        return self.op(opstring, precedence, True, python_impl=python_impl)


def _unary(op):
    return lambda self: self.operate(op)


def _binary(op):
    return lambda self, other: self.operate(op, other)


def _reflected(op):
    return lambda self, other: self.reverse_operate(op, other)


def _plain_like(op):
    def method(self, other, escape=None):
        return self.operate(op, other, escape=escape)

    return method


def _part_like(op):
    """startswith() and its like. autoescape: % and _ in `other` stand for themselves."""

    def method(self, other, escape=None, autoescape=False):
        if autoescape:
            escape = "/" if escape is None else escape
            if not isinstance(other, str):
                raise TypeError("String value expected when autoescape=True")
            if escape not in ("%", "_"):
                other = other.replace(escape, escape + escape)
            other = other.replace("%", escape + "%").replace("_", escape + "_")
        return self.operate(op, other, escape=escape)

    return method


class ColumnOperators(Operators):
    """The operators of SQL expressions as methods."""

    timetuple = None  # so that datetime leaves comparisons to us

    __and__, __or__, __invert__ = _binary(and_), _binary(or_), _unary(inv)
    __rand__, __ror__ = _reflected(and_), _reflected(or_)
    __eq__, __ne__ = _binary(eq), _binary(ne)
    __lt__, __le__, __gt__, __ge__ = _binary(lt), _binary(le), _binary(gt), _binary(ge)
    __hash__ = Operators.__hash__
    __neg__ = _unary(neg)
    __getitem__ = _binary(getitem)
    __lshift__, __rshift__ = _binary(lshift), _binary(rshift)
    __add__, __radd__ = _binary(add), _reflected(add)
    __sub__, __rsub__ = _binary(sub), _reflected(sub)
    __mul__, __rmul__ = _binary(mul), _reflected(mul)
    __mod__, __rmod__ = _binary(mod), _reflected(mod)
    __truediv__, __rtruediv__ = _binary(truediv), _reflected(truediv)
    __floordiv__, __rfloordiv__ = _binary(floordiv), _reflected(floordiv)
    __pow__, __rpow__ = _binary(pow_), _reflected(pow_)
    __contains__ = _binary(contains)

    is_distinct_from = _binary(is_distinct_from)
    is_not_distinct_from = isnot_distinct_from = _binary(is_not_distinct_from)
    is_ = _binary(is_)
    is_not = isnot = _binary(is_not)
    in_ = _binary(in_op)
    not_in = notin_ = _binary(not_in_op)
    like, ilike = _plain_like(like_op), _plain_like(ilike_op)
    not_like = notlike = _plain_like(not_like_op)
    not_ilike = notilike = _plain_like(not_ilike_op)
    startswith, endswith, contains = _part_like(startswith_op), _part_like(endswith_op), _part_like(contains_op)
    istartswith, iendswith = _part_like(istartswith_op), _part_like(iendswith_op)
    icontains = _part_like(icontains_op)
    concat, _rconcat = _binary(concat_op), _reflected(concat_op)
    desc, asc = _unary(desc_op), _unary(asc_op)
    nulls_first = nullsfirst = _unary(nulls_first_op)
    nulls_last = nullslast = _unary(nulls_last_op)
    distinct, any_, all_ = _unary(distinct_op), _unary(any_op), _unary(all_op)
    bitwise_xor, bitwise_or, bitwise_and = _binary(bitwise_xor_op), _binary(bitwise_or_op), _binary(bitwise_and_op)
    bitwise_not = _unary(bitwise_not_op)
    bitwise_lshift, bitwise_rshift = _binary(bitwise_lshift_op), _binary(bitwise_rshift_op)

    def match(self, other, **kwargs):
        """Full-text search, in each database's manner."""
        return self.operate(match_op, other, **kwargs)

    def regexp_match(self, pattern, flags=None):
        """Whether it matches a regular expression."""
        return self.operate(regexp_match_op, pattern, flags=flags)

    def regexp_replace(self, pattern, replacement, flags=None):
        """What matches a regular expression replaced."""
        return self.operate(regexp_replace_op, pattern, replacement=replacement, flags=flags)

    def between(self, cleft, cright, symmetric=False):
        """BETWEEN two values, both included."""
        return self.operate(between_op, cleft, cright, symmetric=symmetric)

    def collate(self, collation, collation_schema=None):
        """The expression with a collation."""
        return self.operate(collate, collation)
