"""What expressions have for their type's sake: items and keys of documents and arrays, PostgreSQL's operators.

A table per type, by the names of the type's class and of those that it is derived from.
"""

from . import operators
from .comparator import kind_of
from .operators import custom_op
from .sqltypes import JSON

_ITEM = operators._PRECEDENCE[operators.json_getitem_op]
_EQ = operators._PRECEDENCE[operators.eq]


def _item_op(text, **kwargs):
    return custom_op(text, _ITEM, natural_self_precedent=True, eager_grouping=True, **kwargs)


def _test_op(text):
    return custom_op(text, _EQ, is_comparison=True, natural_self_precedent=True, eager_grouping=True)


ASTEXT, JSONPATH_ASTEXT, DELETE_PATH = _item_op("->>"), _item_op("#>>"), _item_op("#-")
GETITEM = _item_op("->", visit_name="hstore_getitem")
HAS_KEY, HAS_ALL, HAS_ANY = _test_op("?"), _test_op("?&"), _test_op("?|")
PATH_EXISTS, PATH_MATCH = _test_op("@?"), _test_op("@@")
CONTAINS, CONTAINED_BY = _test_op("@>"), _test_op("<@")
OVERLAP, ADJACENT_TO, STRICTLY_LEFT_OF, STRICTLY_RIGHT_OF, NOT_EXTEND_RIGHT_OF, NOT_EXTEND_LEFT_OF = (
    custom_op(text, _EQ, is_comparison=True) for text in ("&&", "-|-", "<<", ">>", "&<", "&>")
)


# ---- keys of documents: what is bound depends on the database


def _quote(value):
    return "'%s'" % str(value).replace("'", "''")


def _steps(keys):
    return "$" + "".join("[%d]" % key if isinstance(key, int) else '."%s"' % key for key in keys)


class _IndexType:
    """One key or position: itself on PostgreSQL, a path of one step elsewhere."""

    def bind_processor(self, dialect):
        """A function of the key."""
        return None if dialect.name in ("postgresql", "default") else lambda key: _steps((key,))

    def literal_processor(self, dialect):
        """A function of the key, for SQL text."""
        convert = self.bind_processor(dialect)
        return lambda key: _quote(convert(key)) if convert else str(key) if isinstance(key, int) else _quote(key)


class JSONIntIndexType(_IndexType, JSON.JSONIntIndexType):
    """A position."""


class JSONStrIndexType(_IndexType, JSON.JSONStrIndexType):
    """A key."""


class JSONPathType(JSON.JSONPathType):
    """Several keys: "{a, 1}" on PostgreSQL, '$."a"[1]' elsewhere."""

    def bind_processor(self, dialect):
        """A function of the keys."""
        if dialect.name in ("postgresql", "default"):
            return lambda keys: keys if isinstance(keys, str) else "{%s}" % ", ".join(map(str, keys))
        return lambda keys: keys if isinstance(keys, str) else _steps(keys)

    def literal_processor(self, dialect):
        """A function of the keys, for SQL text."""
        convert = self.bind_processor(dialect)
        return lambda keys: _quote(convert(keys))


# ---- items


def item(expr, index):
    """expression[index], or None for a type without items."""
    return _ITEMS.get(kind_of(expr.type), lambda expr, index: None)(expr, index)


def _json_item(expr, index):
    from .coercions import is_element, operand

    if isinstance(index, (list, tuple)):
        op, type_ = operators.json_path_getitem_op, JSONPathType()
    else:
        op, type_ = operators.json_getitem_op, JSONIntIndexType() if isinstance(index, int) else JSONStrIndexType()
    return _binary(expr, index if is_element(index) else operand(index, expr, op, type_), op, expr.type)


def _array_item(expr, index):
    from .coercions import operand
    from .elements import Slice

    type_, shift = expr.type, 1 if expr.type.zero_indexes else 0
    if isinstance(index, slice):
        slice_ = Slice(index.start + shift, index.stop + shift, index.step, expr.key)
        return _binary(expr, slice_, operators.getitem, type_)
    if shift:
        index += 1
    if type_.dimensions is None or type_.dimensions == 1:
        result = type_.item_type
    else:
        result = type_.adapt(type(type_), dimensions=type_.dimensions - 1)
    return _binary(expr, operand(index, expr, operators.getitem), operators.getitem, result)


def _hstore_item(expr, index):
    from .sqltypes import Text

    return expr.operate(GETITEM, index, result_type=Text())


def _binary(left, right, op, type_):
    from .elements import BinaryExpression

    return BinaryExpression(left, right, op, type_)


_ITEMS = {"json": _json_item, "array": _array_item, "hstore": _hstore_item}


# ---- methods


def _test(op):
    def method(self, other, **kwargs):
        from .sqltypes import BOOLEANTYPE, ARRAY, Text

        if op in (HAS_ALL, HAS_ANY) and isinstance(other, (list, tuple)):
            from .clause import BindParameter

            other = BindParameter(self.key, list(other), ARRAY(Text()), unique=True)
        return self.operate(op, other, result_type=BOOLEANTYPE)

    return method


def _as(make, name):
    def method(self, *args, **kwargs):
        if getattr(self, "operator", None) not in (operators.json_getitem_op, operators.json_path_getitem_op):
            from ..exc import InvalidRequestError

            raise InvalidRequestError(
                "The JSON cast operator JSON.%s() only works with a JSON index expression e.g. col['q'].%s()"
                % (name, name)
            )
        from . import sqltypes

        made = self._clone()
        made.type = make(sqltypes, *args, **kwargs)
        return made

    return method


def _astext(self):
    op = JSONPATH_ASTEXT if isinstance(self.right.type, JSON.JSONPathType) else ASTEXT
    from .sqltypes import Text

    type_ = getattr(self.type, "astext_type", None)
    return self.left.operate(op, self.right, result_type=Text() if type_ is None else type_)


def _delete_path(self, keys):
    from ..dialects.postgresql.ext import array
    from .expressions import Cast
    from .sqltypes import ARRAY, TEXT

    keys = keys if isinstance(keys, array) else array(keys)
    return self.operate(DELETE_PATH, Cast(keys, ARRAY(TEXT())), result_type=self.type)


def _quantified(op):
    def method(self, other, operator=None):
        from .coercions import operand
        from .elements import CollectionAggregate

        operator = operators.eq if operator is None else operator
        other = operand(other, self, operator, self.type.item_type)
        return CollectionAggregate._of(op, self).operate(operators.mirror(operator), other)

    return method


def _call(name):
    def method(self, *args):
        from .functions import func

        return getattr(func, name)(self, *args)

    return method


def _arithmetic(op):
    return lambda self, other: self.operate(op, other)


_METHODS = {
    "JSON": {
        "as_boolean": _as(lambda types: types.Boolean(), "as_boolean"),
        "as_string": _as(lambda types: types.Unicode(), "as_string"),
        "as_integer": _as(lambda types: types.Integer(), "as_integer"),
        "as_float": _as(lambda types: types.Float(), "as_float"),
        "as_numeric": _as(lambda types, *args, **kwargs: types.Numeric(*args, **kwargs), "as_numeric"),
        "as_json": lambda self: self,
        "astext": property(_astext),
    },
    "JSONB": {
        "has_key": _test(HAS_KEY),
        "has_all": _test(HAS_ALL),
        "has_any": _test(HAS_ANY),
        "contains": _test(CONTAINS),
        "contained_by": _test(CONTAINED_BY),
        "path_exists": _test(PATH_EXISTS),
        "path_match": _test(PATH_MATCH),
        "delete_path": _delete_path,
    },
    "ARRAY": {
        "contains": _test(CONTAINS),
        "contained_by": _test(CONTAINED_BY),
        "overlap": _test(OVERLAP),
        "any": _quantified(operators.any_op),
        "all": _quantified(operators.all_op),
    },
    "HSTORE": {
        "has_key": _test(HAS_KEY),
        "has_all": _test(HAS_ALL),
        "has_any": _test(HAS_ANY),
        "contains": _test(CONTAINS),
        "contained_by": _test(CONTAINED_BY),
        "defined": _call("defined"),
        "delete": _call("delete"),
        "slice": _call("slice"),
        "keys": _call("akeys"),
        "vals": _call("avals"),
        "array": _call("hstore_to_array"),
        "matrix": _call("hstore_to_matrix"),
    },
    "range": {
        "contains": _test(CONTAINS),
        "contained_by": _test(CONTAINED_BY),
        "overlaps": _test(OVERLAP),
        "strictly_left_of": _test(STRICTLY_LEFT_OF),
        "strictly_right_of": _test(STRICTLY_RIGHT_OF),
        "not_extend_right_of": _test(NOT_EXTEND_RIGHT_OF),
        "not_extend_left_of": _test(NOT_EXTEND_LEFT_OF),
        "adjacent_to": _test(ADJACENT_TO),
        "union": _arithmetic(operators.add),
        "difference": _arithmetic(operators.sub),
        "intersection": _arithmetic(operators.mul),
    },
}
_found = {}


def find(type_, name):
    """What a type's expressions have under `name`, or None."""
    while type_._is_type_decorator:
        type_ = type_.impl
    cls = type_.__class__
    tables = _found.get(cls)
    if tables is None:
        names = [base.__name__ for base in cls.__mro__]
        tables = [_METHODS[name] for name in names if name in _METHODS]
        if kind_of(type_) == "range":
            tables.append(_METHODS["range"])
        _found[cls] = tables
    for table in tables:
        if name in table:
            return table[name]
    return None
