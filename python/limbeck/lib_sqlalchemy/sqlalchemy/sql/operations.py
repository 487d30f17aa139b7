"""Operators with their operands, lists, parentheses, and the constants NULL, true, false."""

from . import coercions, comparator, operators
from .clause import BindParameter, ClauseElement, ColumnElement
from .comparator import kind_of
from .sqltypes import BOOLEANTYPE, INTEGERTYPE, MATCHTYPE, NULLTYPE, TupleType  # noqa: F401
from .type_api import to_instance


class TypeClause(ClauseElement):
    """A type in a statement."""

    __visit_name__ = "typeclause"

    def __init__(self, type_):
        self.type = type_


# ---- constants


class _Constant(ColumnElement):
    """One of NULL, true, false: there is one object of each."""

    type = BOOLEANTYPE

    def __new__(cls, *args, **kwargs):
        found = cls.__dict__.get("_singleton")
        if found is None:
            found = cls._singleton = object.__new__(cls)
        return found

    @classmethod
    def _instance(cls):
        return cls()

    def _clone(self, **kwargs):
        return self

    def compare(self, other, **kwargs):
        """Whether it is the same constant."""
        return self is other


class Null(_Constant):
    """NULL."""

    __visit_name__ = "null"
    type = NULLTYPE


class True_(_Constant):
    """true, or 1."""

    __visit_name__ = "true"

    def _negate(self):
        return False_()


class False_(_Constant):
    """false, or 0."""

    __visit_name__ = "false"

    def _negate(self):
        return True_()


# ---- operators with their operands


class OperatorExpression(ColumnElement):
    """Operands with an operator between them."""

    group = True

    @property
    def is_comparison(self):
        """Whether it gives true or false."""
        return operators.is_comparison(self.operator)

    def self_group(self, against=None):
        """In parentheses, if the operator binds less tightly."""
        if self.group and operators.is_precedent(self.operator, against):
            return Grouping(self)
        if against is operators.inv and not operators.is_boolean(self.operator):
            return Grouping(self)
        return self


class BinaryExpression(OperatorExpression):
    """left operator right."""

    __visit_name__ = "binary"
    _parts = ("left", "right")

    def __init__(self, left, right, operator, type_=None, negate=None, modifiers=None):
        if isinstance(operator, str):
            operator = operators.custom_op(operator)
        self._orig = left, right
        self.left = left.self_group(operator)
        self.right = right.self_group(operator)
        self.operator = operator
        self.type = to_instance(type_)
        self.negate = negate
        self.modifiers = modifiers or {}
        self._is_implicitly_boolean = operators.is_boolean(operator)

    def __bool__(self):
        if self.operator is operators.eq:
            return self._orig[0] is self._orig[1]
        if self.operator is operators.ne:
            return self._orig[0] is not self._orig[1]
        raise TypeError("Boolean value of this clause is not defined")

    @property
    def _flattened_operator_clauses(self):
        return self.left, self.right

    @property
    def _from_objects(self):
        return self.left._from_objects + self.right._from_objects

    def _negate(self):
        if self.negate is None:
            return Grouping(self)._negate() if self.self_group() is not self else ColumnElement._negate(self)
        made = BinaryExpression(
            self.left,
            self.right._negate_in_binary(self.negate, self.operator),
            self.negate,
            self.type,
            self.operator,
            self.modifiers,
        )
        return made


class Slice(ColumnElement):
    """start:stop between brackets."""

    __visit_name__ = "slice"
    _parts = ("start", "stop", "step")

    def __init__(self, start, stop, step, name=None):
        self.start, self.stop, self.step = (
            coercions.expression(value, INTEGERTYPE, name) for value in (start, stop, step)
        )


class ClauseList(ClauseElement):
    """Elements with a comma or another operator between them, that are no value together."""

    __visit_name__ = "clauselist"
    _is_clause_list = True
    _parts = ("clauses",)
    type = NULLTYPE

    def __init__(self, *clauses, operator=operators.comma_op, group=True, group_contents=True, **kwargs):
        self.operator = operator
        self.group = group
        self.clauses = [coercions.condition(clause) for clause in clauses]
        if group_contents:
            self.clauses = [clause.self_group(operator) for clause in self.clauses]

    def __iter__(self):
        return iter(self.clauses)

    def __len__(self):
        return len(self.clauses)

    @property
    def _select_iterable(self):
        return coercions.select_columns(self.clauses)

    def append(self, clause):
        """Add an element."""
        self.clauses.append(coercions.condition(clause).self_group(self.operator))

    def self_group(self, against=None):
        """In parentheses, if the operator binds less tightly."""
        return Grouping(self) if self.group and operators.is_precedent(self.operator, against) else self


class ExpressionClauseList(OperatorExpression):
    """Several operands of one operator."""

    __visit_name__ = "expression_clauselist"
    _parts = ("clauses",)

    def __init__(self, operator, *clauses, type_=None):
        self.operator = operator
        self.clauses = tuple(coercions.expression(clause) for clause in clauses)
        self.type = to_instance(type_)

    @classmethod
    def _of(cls, operator, type_, clauses, group=True):
        made = object.__new__(cls)
        made.operator = operator
        made.type = type_
        made.group = group
        made.clauses = tuple(clause.self_group(operator) for clause in clauses) if group else tuple(clauses)
        made._is_implicitly_boolean = operators.is_boolean(operator)
        return made

    @property
    def _flattened_operator_clauses(self):
        return self.clauses

    def __iter__(self):
        return iter(self.clauses)

    def __len__(self):
        return len(self.clauses)

    def _negate(self):
        return UnaryExpression(self.self_group(operators.inv), operator=operators.inv)


class BooleanClauseList(ExpressionClauseList):
    """Conditions with AND or OR between them."""

    @classmethod
    def _join(cls, op, values):
        left = coercions.boolean_join(op, values)
        if len(left) == 1:
            return left[0]
        made = object.__new__(cls)
        made.operator = op
        made.type = BOOLEANTYPE
        made._is_implicitly_boolean = True
        flat = []
        for clause in left:
            flat += clause.clauses if isinstance(clause, BooleanClauseList) and clause.operator is op else (clause,)
        made.clauses = tuple(flat)
        return made

    and_ = classmethod(lambda cls, *clauses: cls._join(operators.and_, coercions.conditions(clauses)))
    or_ = classmethod(lambda cls, *clauses: cls._join(operators.or_, coercions.conditions(clauses)))

    def self_group(self, against=None):
        """In parentheses, if there is anything in it."""
        return OperatorExpression.self_group(self, against) if self.clauses else self


class Tuple(ClauseList, ColumnElement):
    """(a, b, c)."""

    __visit_name__ = "tuple"
    _select_iterable = ColumnElement._select_iterable

    def __init__(self, *clauses, types=None):
        types = types or [None] * len(clauses)
        self.operator = operators.comma_op
        self.clauses = [
            coercions.expression(clause, type_).self_group(operators.comma_op) for clause, type_ in zip(clauses, types)
        ]
        self.type = TupleType(*[clause.type for clause in self.clauses])

    def _bind_param(self, operator, value, type_=None, expanding=False):
        if expanding:
            return BindParameter(None, value, self.type, unique=True, expanding=True)
        return Tuple(
            *[
                BindParameter(None, item, unique=True, _compared_to_operator=operator, _compared_to_type=compared)
                for item, compared in zip(value, self.type.types)
            ]
        )

    def self_group(self, against=None):
        """Itself: it has parentheses."""
        return self


class UnaryExpression(ColumnElement):
    """An operator before an expression, or a modifier (DESC, NULLS LAST) behind it."""

    __visit_name__ = "unary"
    _parts = ("element",)

    def __init__(self, element, operator=None, modifier=None, type_=None, wraps_column_expression=False):
        self.operator = operator
        self.modifier = modifier
        self.element = element.self_group(operator or modifier)
        self.type = to_instance(type_)

    @property
    def _order_by_label_element(self):
        return self.element._order_by_label_element if operators.is_ordering_modifier(self.modifier) else None

    def _wraps_unnamed_column(self):
        return not self.element._ungroup()._is_named

    def _negate(self):
        if kind_of(self.type) == "boolean":
            return UnaryExpression(self.self_group(operators.inv), operator=operators.inv, type_=BOOLEANTYPE)
        return ColumnElement._negate(self)

    def self_group(self, against=None):
        """In parentheses, if the operator binds less tightly."""
        return Grouping(self) if self.operator and operators.is_precedent(self.operator, against) else self


class CollectionAggregate(UnaryExpression):
    """ANY (...) or ALL (...)."""

    _is_collection_aggregate = True

    @classmethod
    def _of(cls, op, expr):
        return cls(coercions.expression(expr).self_group(), operator=op, type_=BOOLEANTYPE)

    def _bind_param(self, operator, value, type_=None, expanding=False):
        compared = self.element.type
        if kind_of(compared) == "array":
            compared = compared.item_type
        return BindParameter(None, value, type_, unique=True, expanding=expanding, _compared_to_operator=operator,
                             _compared_to_type=compared)

    def operate(self, op, *other, **kwargs):
        """A comparison, with this on the right."""
        if not operators.is_comparison(op):
            from ..exc import ArgumentError

            raise ArgumentError("Only comparison operators may be used with ANY/ALL")
        return ColumnElement.operate(self, operators.mirror(op), *other, reverse=True, **kwargs)


class _WrapsColumn(ColumnElement):
    """An expression that has the name of the column in it."""

    _non_anon_label = None

    @property
    def _anon_name_label(self):
        inner = self._wrapped
        if not inner._is_text_clause:
            return inner._non_anon_label or inner._anon_name_label
        return ColumnElement._anon_name_label.fget(self)

    @property
    def _tq_label(self):
        return getattr(self._wrapped, "_tq_label", None)

    @property
    def _proxy_key(self):
        return self._wrapped._proxy_key if not self._wrapped._is_text_clause else None

    def _dedupe_label(self, number, qualified):
        name = self._wrapped._non_anon_label
        if name and not qualified:
            return self._anon_label(name + "_")
        return ColumnElement._dedupe_label(self, number, True)


class AsBoolean(_WrapsColumn, UnaryExpression):
    """A column as a truth value: itself, or "= 1" where the database has no booleans."""

    type = BOOLEANTYPE
    modifier = None

    def __init__(self, element, operator, negate):
        self.element = self._wrapped = element
        self.operator = operator
        self.negate = negate
        self._is_implicitly_boolean = element._is_implicitly_boolean

    def self_group(self, against=None):
        """Itself."""
        return self

    def _negate(self):
        if isinstance(self.element, (True_, False_)):
            return self.element._negate()
        return AsBoolean(self.element, self.negate, self.operator)


class Grouping(ColumnElement):
    """(element)."""

    __visit_name__ = "grouping"
    _parts = ("element",)

    def __init__(self, element):
        self.element = element
        self.type = getattr(element, "type", NULLTYPE)

    @property
    def _is_implicitly_boolean(self):
        return self.element._is_implicitly_boolean

    @property
    def _tq_label(self):
        return getattr(self.element, "_tq_label", None) or self._anon_name_label

    @property
    def _proxies(self):
        return [self.element] if self.element._is_column_element else []

    def _ungroup(self):
        return self.element._ungroup()

    def _with_binary_element_type(self, type_):
        return Grouping(self.element._with_binary_element_type(type_))

    def __getattr__(self, name):
        if name[:2] == "__" or name == "element":
            raise AttributeError(name)
        return getattr(self.element, name)

    def self_group(self, against=None):
        """Itself."""
        return self


for _module in (comparator, coercions):
    _module.know(globals())
