"""What every part of an SQL statement is: ClauseElement; and those that have a value: ColumnElement.

An element is a class and plain attributes. `_parts` names the attributes in which other elements stand (also in lists
and tuples), so that walking, copying and finding tables need no code of their own per class.
"""

from . import operators
from .comparator import Comparator, kind_of, operate, type_method
from .names import _anonymous_label, anonymous
from .naming import quoted_name
from .sqltypes import NULLTYPE, type_of_value
from .type_api import TypeEngine, to_instance
from .walking import elements_in, replaced, walk


class ClauseElement:
    """A part of an SQL statement."""

    __visit_name__ = "clause"
    _parts = ()
    stringify_dialect = "default"
    supports_execution = False
    is_clause_element = True
    is_selectable = False
    is_dml = is_select = is_insert = is_update = is_delete = is_text = False
    _is_from_clause = _is_select_base = _is_text_clause = _is_bind_parameter = _is_clause_list = False
    _is_column_element = _is_named = False
    _is_subquery = _is_lateral = _is_table = _is_join = False
    _is_collection_aggregate = False
    _hide_froms = ()
    _is_implicitly_boolean = False
    _render_label_in_columns_clause = True
    _order_by_label_element = None
    _annotations = {}
    _execution_options = {}
    inherit_cache = None
    bind = None

    # -- text

    def compile(self, bind=None, dialect=None, **kwargs):
        """The SQL text and its parameters, a Compiled; kwargs: column_keys, compile_kwargs, schema_translate_map."""
        from .compiler import compile_element

        return compile_element(self, dialect if dialect is not None else getattr(bind, "dialect", None), **kwargs)

    def __str__(self):
        return self.compile().string

    def _compiler_dispatch(self, compiler, **kwargs):
        return compiler.process(self, **kwargs)

    # -- parts

    def get_children(self, **kwargs):
        """The elements that it is directly made of."""
        for name in self._parts:
            yield from elements_in(getattr(self, name, None))

    def _clone(self, **kwargs):
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        return made

    _generate = _clone

    @property
    def _from_objects(self):
        """The tables and their like that it speaks of."""
        return [found for child in self.get_children() for found in child._from_objects]

    @property
    def _select_iterable(self):
        return (self,)

    def _columns_within(self):
        """The columns that it speaks of."""
        return [element for element in walk(self) if element.__visit_name__ == "column"]

    def _with_columns(self, function):
        """A copy with other columns: those that function(column) gives; None leaves one as it is."""
        return replaced(self, lambda element: function(element) if element.__visit_name__ == "column" else None)

    def params(self, *optionaldict, **kwargs):
        """A copy with values for its bind parameters."""
        values = dict(optionaldict[0], **kwargs) if optionaldict else kwargs

        def with_value(element):
            if element._is_bind_parameter and element.key in values:
                return element._with_value(values[element.key])
            return None

        return replaced(self, with_value)

    def unique_params(self, *optionaldict, **kwargs):
        """params(), the parameters getting names of their own."""
        values = dict(optionaldict[0], **kwargs) if optionaldict else kwargs

        def with_value(element):
            if element._is_bind_parameter and element.key in values:
                made = element._with_value(values[element.key])
                made._convert_to_unique()
                return made
            return None

        return replaced(self, with_value)

    # -- as an operand

    def self_group(self, against=None):
        """Itself, in parentheses if it needs them as an operand of `against`."""
        return self

    def _ungroup(self):
        return self

    def _with_binary_element_type(self, type_):
        return self

    def _negate_in_binary(self, negated, original):
        return self

    def __bool__(self):
        raise TypeError("Boolean value of this clause is not defined")

    def __invert__(self):
        return self._negate()

    def _negate(self):
        from .elements import UnaryExpression

        return UnaryExpression(self.self_group(against=operators.inv), operator=operators.inv)

    def compare(self, other, **kwargs):
        """Whether the other one is the same expression."""
        return self is other or type(self) is type(other) and str(self) == str(other)

    def _annotate(self, values):
        return self

    _with_annotations = _deannotate = _annotate

    def __repr__(self):
        friendly = getattr(self, "description", None)
        text = object.__repr__(self)
        return text if friendly is None else "%s; %s>" % (text[:-1], friendly)


class Executable:
    """A statement: something that can be executed."""

    supports_execution = True
    _with_options = ()
    _is_executable = True

    def execution_options(self, **options):
        """A copy with options for the execution."""
        made = self._clone()
        made._execution_options = dict(self._execution_options, **options)
        return made

    def get_execution_options(self):
        """The options for the execution."""
        return dict(self._execution_options)

    def options(self, *options):
        """A copy with loader options, which mapped classes look at."""
        made = self._clone()
        made._with_options = self._with_options + options
        return made

    def execute(self, *multiparams, **params):
        """Execute it on the engine that its MetaData is bound to, as before SQLAlchemy 2."""
        return self._bound().execute(self, *multiparams, **params)

    def scalar(self, *multiparams, **params):
        """execute(), and the first value."""
        return self.execute(*multiparams, **params).scalar()

    def _bound(self):
        bind = self.bind
        if bind is None:
            bind = next((found.bind for found in walk(self) if getattr(found, "bind", None) is not None), None)
        if bind is None:
            from ..exc import UnboundExecutionError

            raise UnboundExecutionError(
                "This %s object is not directly bound to a Connection or Engine. Use the .execute() method of a "
                "Connection or Engine to execute this construct." % type(self).__name__
            )
        return bind.connect() if hasattr(bind, "connect") and not hasattr(bind, "execute") else bind


class CompilerElement(ClauseElement):
    """The base of users' elements that have SQL by @compiles only."""


class ColumnElement(operators.ColumnOperators, ClauseElement):
    """A part of a statement that has a value: a column, a literal, an expression."""

    __visit_name__ = "column_element"
    _is_column_element = True
    _allow_label_resolve = True
    _proxies = ()
    _alt_names = ()
    _memo_anon = None
    primary_key = False
    foreign_keys = frozenset()
    key = None
    server_default = default = onupdate = server_onupdate = None
    is_literal = False
    __bool__ = ClauseElement.__bool__

    type = NULLTYPE

    # -- operators

    def operate(self, op, *other, **kwargs):
        """The operator applied to this: as the type's comparator has it."""
        comparator = self._own_comparator()
        if comparator is not None:
            return op(comparator, *other, **kwargs)
        return operate(self, op, *other, **kwargs)

    def reverse_operate(self, op, other, **kwargs):
        """The operator with this on its right."""
        comparator = self._own_comparator()
        if comparator is not None:
            return op(other, comparator, **kwargs)
        return operate(self, op, other, reverse=True, **kwargs)

    def contains(self, other, **kwargs):
        """Whether the other one is in it: LIKE for strings, @> for arrays, documents and ranges."""
        own = type_method(self.type, "contains")
        return own(self, other) if own else operators.ColumnOperators.contains(self, other, **kwargs)

    @property
    def comparator(self):
        """What the type adds to the expression."""
        return self._own_comparator() or Comparator(self)

    def _own_comparator(self):
        factory = self.type.comparator_factory
        if factory is Comparator:
            return None
        return factory(self)

    def __getattr__(self, name):
        if name[:2] == "__" or name[:4] == "_sa_":
            raise AttributeError(name)
        type_ = self.type
        factory = type_.comparator_factory
        if factory is not Comparator and hasattr(factory, name):
            return getattr(factory(self), name)
        found = type_method(type_, name)
        if found is None:
            raise AttributeError(
                "Neither %r object nor 'Comparator' object has an attribute %r" % (type(self).__name__, name)
            )
        return found.__get__(self)

    def self_group(self, against=None):
        """Itself, as a truth value where one is wanted and it is not one."""
        if against in _TRUTH and kind_of(self.type) == "boolean":
            from .elements import AsBoolean

            return AsBoolean(self, operators.is_true, operators.is_false)
        if against in (operators.any_op, operators.all_op):
            from .elements import Grouping

            return Grouping(self)
        return self

    def _negate(self):
        if kind_of(self.type) == "boolean":
            from .elements import AsBoolean

            return AsBoolean(self, operators.is_false, operators.is_true)
        return ClauseElement._negate(self)

    def _bind_param(self, operator, value, type_=None, expanding=False):
        return BindParameter(None, value, type_, True, expanding=expanding, _compared_to_operator=operator,
                             _compared_to_type=self.type)

    def cast(self, type_):
        """CAST(this AS type)."""
        from .expressions import Cast

        return Cast(self, type_)

    def label(self, name):
        """this AS name."""
        from .elements import Label

        return Label(name, self, self.type)

    # -- names

    @property
    def expression(self):
        """Itself."""
        return self

    @property
    def _non_anon_label(self):
        return getattr(self, "name", None)

    @property
    def _proxy_key(self):
        name = self.key or self._non_anon_label
        return None if isinstance(name, _anonymous_label) else name

    @property
    def _tq_label(self):
        return None

    _label = _tq_label

    @property
    def _tq_key_label(self):
        return self._proxy_key

    def _anon_label(self, seed, number=None):
        owner = id(self)
        if number:
            return anonymous(owner << 16 | number, (seed or "anon") + "_")
        return anonymous(owner, seed or "anon")

    @property
    def _anon_name_label(self):
        return self._anon_label(getattr(self, "name", None))

    anon_label = _anon_name_label

    @property
    def _anon_tq_label(self):
        return self._anon_label(self._tq_label)

    def _dedupe_label(self, number, qualified):
        """The name of a column that is selected once more."""
        name = None if qualified else getattr(self, "name", None)
        return self._anon_label(name or self._tq_label, number)

    # -- as a column of a subquery

    @property
    def proxy_set(self):
        """Itself and all columns that it stands for."""
        found = {self}
        for column in self._proxies:
            found |= column.proxy_set
        return found

    @property
    def base_columns(self):
        """The columns that it stands for and that stand for none."""
        return {column for column in self.proxy_set if not column._proxies}

    def shares_lineage(self, other):
        """Whether the other one stands for the same column."""
        return not self.proxy_set.isdisjoint(other.proxy_set)

    def _make_proxy(self, selectable, name=None, key=None):
        """The column of `selectable` that stands for this."""
        from .elements import ColumnClause

        made = ColumnClause(self._anon_name_label if name is None else name, self.type, _selectable=selectable)
        made.key = key or name or self._proxy_key or made.name
        made._proxies = [self]
        return made

    def _compare_name_for_result(self, other):
        return getattr(self, "name", None) == getattr(other, "name", "")


_TRUTH = (operators.and_, operators.or_, operators._asbool)
_NOT_GIVEN = object()


class BindParameter(ColumnElement):
    """A value that travels beside the text. Arguments: those of SQLAlchemy's bindparam()."""

    __visit_name__ = "bindparam"
    _is_bind_parameter = True
    _is_crud = False
    _is_textual = False  # found in a text: it may stand in a string there, and be no parameter
    inherit_cache = True
    expand_op = None

    def __init__(
        self,
        key,
        value=_NOT_GIVEN,
        type_=None,
        unique=False,
        required=_NOT_GIVEN,
        quote=None,
        callable_=None,
        expanding=False,
        isoutparam=False,
        literal_execute=False,
        _compared_to_operator=None,
        _compared_to_type=None,
        _is_crud=False,
    ):
        if required is _NOT_GIVEN:
            required = value is _NOT_GIVEN and callable_ is None
        if value is _NOT_GIVEN:
            value = None
        if hasattr(key, "__clause_element__") or isinstance(key, ClauseElement):
            column = key.__clause_element__() if hasattr(key, "__clause_element__") else key
            type_ = column.type if type_ is None else type_
            key = column.key
        self._orig_key = key or "param"
        if unique or not key:
            key = anonymous(None, "param" if not key or isinstance(key, _anonymous_label) else key)
        elif quote is not None:
            key = quoted_name(key, quote)
        self.key = key
        self.unique = unique
        self.value = value
        self.callable = callable_
        self.isoutparam = isoutparam
        self.required = required
        self.expanding = expanding
        self.literal_execute = literal_execute
        if _is_crud:
            self._is_crud = True
        self.type = bind_type(value, type_, expanding, _compared_to_operator, _compared_to_type)

    @property
    def effective_value(self):
        """The value, or what the callable gives."""
        return self.callable() if self.callable else self.value

    def _with_value(self, value, required=None):
        made = self._clone(maintain_key=True)
        made.value = value
        made.callable = None
        made.required = False if required is None else required
        if made.type._isnull:
            made.type = bind_type(value, None, made.expanding, None, None)
        return made

    def _with_binary_element_type(self, type_):
        made = ClauseElement._clone(self)
        made.type = type_
        return made

    def _negate_in_binary(self, negated, original):
        if self.expand_op is not original:
            return self
        made = self._clone(maintain_key=True)
        made.expand_op = negated
        return made

    def _clone(self, maintain_key=False, **kwargs):
        made = ClauseElement._clone(self)
        if self.unique and not maintain_key:
            made._rename()
        return made

    def _rename(self):
        key = self._orig_key
        self.key = anonymous(None, "param" if isinstance(key, _anonymous_label) else key)

    def _convert_to_unique(self):
        if not self.unique:
            self.unique = True
            self._rename()

    def render_literal_execute(self):
        """A copy whose value is written into the text when it is executed."""
        made = ClauseElement._clone(self)
        made.literal_execute = True
        return made

    def __repr__(self):
        return "BindParameter(%r, %r, type_=%r)" % (self.key, self.value, self.type)


def bind_type(value, type_, expanding, operator, compared_to):
    """The type of a bound value: as given, or by the value and by what it is compared with."""
    if type_ is not None:
        return to_instance(type_)
    if expanding:
        if not value:
            return compared_to if compared_to is not None else type_of_value(None)
        value = next(iter(value))
    if compared_to is None:
        return type_of_value(value)
    if compared_to.__class__.coerce_compared_value is not TypeEngine.coerce_compared_value:
        return compared_to.coerce_compared_value(operator, value)
    found = type_of_value(value)
    kind = kind_of(compared_to)
    same = found._isnull or kind_of(found) == kind or kind == "uuid" and isinstance(value, str)
    return compared_to if same else found
