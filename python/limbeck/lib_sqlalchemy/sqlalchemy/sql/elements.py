"""Texts, labels and columns, and the functions that scripts make expressions with."""

import re

from limbeck.missing import raise_for

from . import coercions, operators
from .clause import BindParameter, ClauseElement, ColumnElement, CompilerElement, Executable  # noqa: F401
from .names import _anonymous_label, anonymous
from .naming import NONE_NAME as _NONE_NAME, _truncated_label, conv, quoted_name  # noqa: F401
from .operations import (  # noqa: F401
    AsBoolean,
    BinaryExpression,
    BooleanClauseList,
    ClauseList,
    CollectionAggregate,
    ExpressionClauseList,
    False_,
    Grouping,
    Null,
    OperatorExpression,
    Slice,
    True_,
    Tuple,
    TypeClause,
    UnaryExpression,
)
from .sqltypes import BOOLEANTYPE, NULLTYPE
from .type_api import to_instance

# ---- text


class TextClause(Executable, ClauseElement):
    """SQL as written: text("... :name"). A colon that is none of a parameter is written as \\:."""

    __visit_name__ = "textclause"
    _is_text_clause = is_text = True
    _allow_label_resolve = False
    _parts = ("_bound_list",)
    _render_label_in_columns_clause = False
    _bind_params_regex = re.compile(r"(?<![:\w\x5c]):(\w+)(?!:)", re.UNICODE)
    _is_implicitly_boolean = False
    key = None
    _non_anon_label = None
    type = NULLTYPE
    foreign_keys = frozenset()
    primary_key = False

    def __init__(self, text, bind=None):
        if not isinstance(text, str):
            raise TypeError("expected string or bytes-like object, got %r" % type(text).__name__)
        self.text = text
        self.bind = bind
        self._bindparams = {}
        if ":" in text:
            for name in self._bind_params_regex.findall(text):
                self._bindparams[name] = bind = BindParameter(name, required=True)
                bind._is_textual = True

    @property
    def _bound_list(self):
        return list(self._bindparams.values())

    @_bound_list.setter
    def _bound_list(self, binds):
        self._bindparams = dict(zip(self._bindparams, binds))

    def bindparams(self, *binds, **names_to_values):
        """A copy whose parameters have values, or are those bindparam() objects."""
        from ..exc import ArgumentError

        made = self._clone()
        made._bindparams = found = dict(self._bindparams)
        for bind in binds:
            name = bind._orig_key
            if name not in found:
                raise ArgumentError("This text() construct doesn't define a bound parameter named %r" % name)
            found[name] = bind
        for name, value in names_to_values.items():
            if name not in found:
                raise ArgumentError("This text() construct doesn't define a bound parameter named %r" % name)
            found[name] = found[name]._with_value(value)
        return made

    def columns(self, *cols, **types):
        """The text as a SELECT of these columns."""
        from .compound import TextualSelect

        given = [column if isinstance(column, ColumnElement) else column.__clause_element__() for column in cols]
        positional = bool(given) and not types
        given = [ColumnClause(column.key, types.pop(column.key)) if column.key in types else column for column in given]
        return TextualSelect(self, given + [ColumnClause(key, type_) for key, type_ in types.items()], positional)

    def self_group(self, against=None):
        """In parentheses behind IN."""
        return Grouping(self) if against is operators.in_op else self

    def label(self, name):
        """text AS name."""
        return Label(name, self)

    def __and__(self, other):
        return and_(self, other)

    def __or__(self, other):
        return or_(self, other)

    @property
    def comparator(self):
        """What its type, which is none, adds to it."""
        return NULLTYPE.comparator_factory(self)

    def _own_comparator(self):
        return None


# ---- names


class Label(ColumnElement):
    """element AS name."""

    __visit_name__ = "label"
    _is_named = True
    _parts = ("_element",)

    def __init__(self, name, element, type_=None):
        element = coercions.expression(element)
        while isinstance(element, Label):
            element = element._element
        self.name = name or anonymous(None, getattr(element, "name", None) or "anon")
        self._element = element
        self.type = element.type if type_ is None else to_instance(type_)
        self.key = self.name

    _tq_label = _tq_key_label = property(lambda self: self.name)
    _label = _tq_label
    _proxies = property(lambda self: [self._element])
    _is_implicitly_boolean = property(lambda self: self._element._is_implicitly_boolean)
    _allow_label_resolve = property(lambda self: self._element._allow_label_resolve)
    _order_by_label_element = property(lambda self: self)
    primary_key = property(lambda self: self._element.primary_key)
    foreign_keys = property(lambda self: self._element.foreign_keys)
    element = property(lambda self: self._element.self_group(operators.as_))

    def as_reference(self):
        """The label's name, in ORDER BY."""
        return _label_reference(self)

    def _on_inner(self, inner):
        return self if inner is self._element else Label(self.name, inner, self.type)

    def self_group(self, against=None):
        """The label of the element in parentheses, if it needs them."""
        return self._on_inner(self._element.self_group(against))

    def _negate(self):
        return self._on_inner(self._element._negate())

    def _make_proxy(self, selectable, name=None, key=None):
        made = self._element._make_proxy(selectable, name or self.name, key or self.key)
        made._proxies = list(made._proxies) + [self]
        made.type = self.type
        made.is_literal = False
        return made


class _label_reference(ColumnElement):
    """A labelled element in ORDER BY: the label's name, if the statement selects it."""

    __visit_name__ = "label_reference"
    _parts = ("element",)
    _from_objects = []

    def __init__(self, element):
        self.element = element


class _textual_label_reference(ColumnElement):
    """A name in ORDER BY or GROUP BY."""

    __visit_name__ = "textual_label_reference"

    def __init__(self, element):
        self.element = element


# What a column has that one that stands for it has not.
_OF_ORIGINAL = "default onupdate server_default server_onupdate identity computed".split()


class ColumnClause(ColumnElement):
    """A column by its name: column("id"); literal_column() takes any text."""

    __visit_name__ = "column"
    _is_named = True
    table = None
    _insert_sentinel = False

    def __init__(self, text, type_=None, is_literal=False, _selectable=None):
        self.key = self.name = text
        self.type = to_instance(type_)
        if is_literal:
            self.is_literal = True
        if _selectable is not None:
            self.table = _selectable

    @property
    def description(self):
        """The name."""
        return self.name

    @property
    def _from_objects(self):
        return [self.table] if self.table is not None else []

    @property
    def _render_label_in_columns_clause(self):
        return self.table is not None

    def get_children(self, **kwargs):
        """None."""
        return ()

    def _bind_param(self, operator, value, type_=None, expanding=False):
        return BindParameter(self.key, value, type_, True, expanding=expanding, _compared_to_operator=operator,
                             _compared_to_type=self.type)

    @property
    def _tq_label(self):
        return self._qualified(self.name)

    _label = _tq_label

    @property
    def _tq_key_label(self):
        key = self._proxy_key
        return self._qualified(key) if key and key != self.name else self._tq_label

    def _qualified(self, name):
        table = self.table
        if self.is_literal:
            return None
        if table is None or not table.named_with_column:
            return name
        label = "%s_%s" % (table.name, name)
        schema = getattr(table, "schema", None)
        if schema:
            label = "%s_%s" % (schema.replace(".", "_"), label)
        if isinstance(table.name, _anonymous_label):
            return _anonymous_label(label)
        found, number = label, 1
        while found in table.c:
            found, number = "%s_%d" % (label, number), number + 1
        return _truncated_label(found)

    def _make_proxy(self, selectable, name=None, key=None):
        made = self._clone()
        own = made.__dict__
        for attribute in _OF_ORIGINAL:
            own.pop(attribute, None)
        own.update(name=name or self.name, key=key or name or self.key, table=selectable, _proxies=[self])
        if name is not None and name != self.name:
            made.is_literal = False
        return made


class TableValuedColumn(ColumnClause):
    """A function in FROM, as its one column: the name of the function's alias."""

    def __init__(self, alias, type_):
        super().__init__(alias.name, type_)
        self.alias = alias

    _from_objects = property(lambda self: [self.alias])
    _render_label_in_columns_clause = True


class CollationClause(ColumnElement):
    """A collation's name."""

    __visit_name__ = "collation"

    def __init__(self, collation):
        self.collation = collation


coercions.know(globals())

# ---- what scripts call


def text(text, bind=None):
    """SQL as written."""
    return TextClause(text, bind)


def column(text, type_=None, is_literal=False, _selectable=None):
    """A column by its name."""
    return ColumnClause(text, type_, is_literal, _selectable)


def literal_column(text, type_=None):
    """A column that is the text as written."""
    return ColumnClause(text, type_, is_literal=True)


def bindparam(key, *args, **kwargs):
    """A parameter by its name."""
    return BindParameter(key, *args, **kwargs)


def outparam(key, type_=None):
    """A parameter that the statement sets."""
    return BindParameter(key, None, type_, unique=False, isoutparam=True)


def literal(value, type_=None, literal_execute=False):
    """A value as a parameter."""
    return BindParameter(None, value, type_, unique=True, literal_execute=literal_execute)


def null():
    """NULL."""
    return Null()


def true():
    """true."""
    return True_()


def false():
    """false."""
    return False_()


def and_(*clauses):
    """Conditions with AND between them."""
    return BooleanClauseList.and_(*clauses) if clauses else _no_conditions(operators.and_)


def or_(*clauses):
    """Conditions with OR between them."""
    return BooleanClauseList.or_(*clauses) if clauses else _no_conditions(operators.or_)


def _no_conditions(op):
    return BooleanClauseList._of(op, BOOLEANTYPE, ())


def not_(clause):
    """NOT the condition."""
    return ~coercions.expression(clause)


def collate(expression, collation):
    """expression COLLATE collation."""
    expression = coercions.expression(expression)
    return BinaryExpression(expression, CollationClause(collation), operators.collate, expression.type)


def label(name, element, type_=None):
    """element AS name."""
    return Label(name, element, type_)


def tuple_(*clauses, types=None):
    """(a, b, c)."""
    return Tuple(*clauses, types=types)


def between(expr, lower_bound, upper_bound, symmetric=False):
    """expr BETWEEN the bounds."""
    return coercions.expression(expr).between(lower_bound, upper_bound, symmetric=symmetric)


def any_(expr):
    """ANY (expr)."""
    return CollectionAggregate._of(operators.any_op, expr)


def all_(expr):
    """ALL (expr)."""
    return CollectionAggregate._of(operators.all_op, expr)


def _ordered(op):
    def function(column):
        return UnaryExpression(coercions.order_item(column), modifier=op)

    return function


desc, asc = _ordered(operators.desc_op), _ordered(operators.asc_op)
nulls_first = nullsfirst = _ordered(operators.nulls_first_op)
nulls_last = nullslast = _ordered(operators.nulls_last_op)


def distinct(expr):
    """DISTINCT expr, for a function's argument."""
    expr = coercions.expression(expr)
    return UnaryExpression(expr, operator=operators.distinct_op, type_=expr.type)


def bitwise_not(expr):
    """~expr."""
    expr = coercions.expression(expr)
    return UnaryExpression(expr, operator=operators.bitwise_not_op, type_=expr.type)


from .expressions import (  # noqa: E402, F401  they build on the classes above
    AggregateOrderBy,
    Case,
    Cast,
    Extract,
    FunctionFilter,
    Over,
    TryCast,
    TypeCoerce,
    WithinGroup,
    case,
    cast,
    extract,
    over,
    try_cast,
    type_coerce,
    within_group,
    funcfilter,
)

__getattr__ = raise_for(__name__)
