"""SQL functions: func.NAME(...), those with rules of their own, and the classes that users derive theirs from."""

from limbeck.missing import raise_for

from . import coercions, operators, sqltypes
from .clause import BindParameter, ColumnElement, Executable
from .elements import BinaryExpression, ClauseList, ColumnClause, Grouping
from .expressions import Cast, Extract, _Aggregate
from .naming import quoted_name
from .selectable import FromClause
from .table_values import TableValuedAlias
from .type_api import to_instance

__getattr__ = raise_for(__name__)
_registry = {"_default": {}}  # package -> {name in lower case: class}


def register_function(identifier, fn, package="_default"):
    """Have func.IDENTIFIER(...) make a `fn`."""
    _registry.setdefault(package, {})[str(identifier).lower()] = fn


class FunctionElement(_Aggregate, ColumnElement, Executable, FromClause):
    """Something with arguments; the base of users' own constructs. Its SQL is that of @compiles."""

    __visit_name__ = "function_element"
    _parts = ("clause_expr",)
    packagenames = ()
    name = None
    named_with_column = False
    _has_args = False
    _with_ordinality = False
    _table_value_type = None
    _non_anon_label = None
    _is_from_clause = True
    _select_iterable = ColumnElement._select_iterable
    primary_key = False
    foreign_keys = frozenset()

    def __init__(self, *clauses, **kwargs):
        name = self.name
        found = [coercions.expression(clause, name=name) for clause in clauses]
        self._set_arguments(found)

    def _set_arguments(self, arguments):
        self._has_args = self._has_args or bool(arguments)
        made = ClauseList()
        made.clauses = [argument.self_group(operators.comma_op) for argument in arguments]
        self.clause_expr = Grouping(made)

    @property
    def clauses(self):
        """The arguments."""
        return self.clause_expr.element

    @property
    def _proxy_key(self):
        return ColumnElement._proxy_key.fget(self) or getattr(self, "name", None)

    @property
    def _from_objects(self):
        return self.clauses._from_objects

    @property
    def columns(self):
        """Its columns as a FROM clause."""
        from .base import ColumnCollection

        types = self._table_value_type
        found = types if types is not None else [self.label(None)]
        return ColumnCollection([(column.key, column) for column in found])

    c = exported_columns = columns

    def _bind_param(self, operator, value, type_=None, expanding=False):
        return BindParameter(self.name, value, type_, True, expanding=expanding, _compared_to_operator=operator,
                             _compared_to_type=self.type)

    def within_group_type(self, within_group):
        """The type of the function with WITHIN GROUP; None: its own."""
        return None

    def aggregate_order_by(self, *order_by):
        """function(... ORDER BY ...)."""
        from .expressions import AggregateOrderBy

        return AggregateOrderBy(self, *order_by)

    def as_comparison(self, left_index, right_index):
        """The function as a comparison of two of its arguments."""
        return FunctionAsBinary(self, left_index, right_index)

    def select(self):
        """SELECT function(...)."""
        from .selects import Select

        return Select._create(self)

    def alias(self, name=None, flat=False, joins_implicitly=False):
        """The function in FROM, under a name."""
        return TableValuedAlias(self, name, self._table_value_type, joins_implicitly)

    def table_valued(self, *expr, **kw):
        """The function in FROM, with these columns."""
        ordinality = kw.pop("with_ordinality", None)
        made = self._clone()
        if ordinality:
            expr += (ordinality,)
            made._with_ordinality = True
        made._table_value_type = [
            column if isinstance(column, ColumnElement) else ColumnClause(column) for column in expr
        ]
        return made.alias(name=kw.pop("name", None), joins_implicitly=kw.pop("joins_implicitly", False))

    def column_valued(self, name=None, joins_implicitly=False):
        """The function in FROM, as its one column."""
        return self.alias(name, joins_implicitly=joins_implicitly).column

    def scalar_table_valued(self, name, type_=None):
        """(function(...)).name"""
        return ScalarFunctionColumn(self, name, type_)

    def self_group(self, against=None):
        """In parentheses before [], if it gives an array."""
        from .comparator import kind_of

        if against is operators.getitem and kind_of(self.type) == "array":
            return Grouping(self)
        return ColumnElement.self_group(self, against)

    def within_group(self, *order_by):
        """... WITHIN GROUP (ORDER BY ...)."""
        return _Aggregate.within_group(self, *order_by)


class FunctionAsBinary(BinaryExpression):
    """A function that compares two of its arguments."""

    def __init__(self, fn, left_index, right_index):
        clauses = fn.clauses.clauses
        super().__init__(
            clauses[left_index - 1],
            clauses[right_index - 1],
            operators.function_as_comparison_op,
            sqltypes.BOOLEANTYPE,
        )
        self.sql_function = fn


class ScalarFunctionColumn(ColumnElement):
    """(function(...)).name"""

    __visit_name__ = "scalar_function_column"
    _parts = ("fn",)
    table = None
    is_literal = False

    def __init__(self, fn, name, type_=None):
        self.fn = fn
        self.key = self.name = name
        self.type = to_instance(type_)


class Function(FunctionElement):
    """A function by its name."""

    __visit_name__ = "function"

    def __init__(self, name, *clauses, type_=None, packagenames=None, **kwargs):
        self.packagenames = packagenames or ()
        self.name = name
        if type_ is not None:
            self.type = to_instance(type_)
        FunctionElement.__init__(self, *clauses)


class GenericFunction(Function):
    """A function with a class: `type` is that of its value, `name` and `package` what it is called.

    A subclass is known to func by its `identifier`, or by its name."""

    _register = True
    type = sqltypes.NULLTYPE
    package = None
    inherit_cache = True

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        own = cls.__dict__
        name = own["name"] if own.get("name") is not None else own.get("identifier", cls.__name__)
        identifier = own.get("identifier", name)
        if "type" in own:
            cls.type = to_instance(own["type"])
        if "name" not in own or own["name"] is None:
            cls.name = name
        if not own.get("_register", True):
            cls._register = True
            return
        if cls.__visit_name__ == "function" and not cls.__name__.startswith("_"):
            register_function(identifier, cls, own.get("package") or cls.package or "_default")

    def __init__(self, *args, **kwargs):
        name, package = type(self).name, type(self).package
        self.packagenames = kwargs.pop("packagenames", None) or ((package,) if package else ())
        self._take_arguments([coercions.expression(arg, name=name) for arg in args], kwargs)

    def _take_arguments(self, args, kwargs):
        type_ = kwargs.get("type_")
        if type_ is not None:
            self.type = to_instance(type_)
        self._set_arguments(args)


class AnsiFunction(GenericFunction):
    """A function that is written without parentheses where it has no arguments."""

    _register = False


class ReturnTypeFromArgs(GenericFunction):
    """A function that gives what its arguments are."""

    _register = False

    def _take_arguments(self, args, kwargs):
        self.type = next((arg.type for arg in args if not arg.type._isnull), sqltypes.NULLTYPE)
        super()._take_arguments(args, kwargs)


class OrderedSetAgg(GenericFunction):
    """An aggregate that gives what WITHIN GROUP orders."""

    _register = False
    array_for_multi_clause = False

    def within_group_type(self, within_group):
        """That of the item ordered by."""
        return list(within_group.order_by)[0].type


class next_value(GenericFunction):
    """The next value of a sequence."""

    type = sqltypes.Integer()
    name = "next_value"

    def __init__(self, seq, **kwargs):
        if type(seq).__visit_name__ != "sequence":
            raise TypeError("next_value() accepts a Sequence object as input.")
        self.sequence = seq
        self.type = seq.data_type or self.type
        self._set_arguments([])


class count(GenericFunction):
    """count(*), or of an expression."""

    type = sqltypes.Integer()

    def __init__(self, expression=None, *args, **kwargs):
        if expression is None:
            expression = ColumnClause("*", is_literal=True)
        super().__init__(expression, *args, **kwargs)


class char_length(GenericFunction):
    """The length of a string."""

    type = sqltypes.Integer()

    def __init__(self, arg, **kwargs):
        super().__init__(arg, **kwargs)


class array_agg(ReturnTypeFromArgs):
    """The values as an array."""

    def _take_arguments(self, args, kwargs):
        super()._take_arguments(args, kwargs)
        if kwargs.get("type_") is None and not self.type._is_array:
            self.type = sqltypes.ARRAY(self.type, dimensions=1)


class aggregate_strings(GenericFunction):
    """The strings with a separator between them: string_agg(), group_concat()."""

    type = sqltypes.String()

    def __init__(self, clause, separator, **kwargs):
        super().__init__(clause, separator, **kwargs)


def _class(name, base, type_=None):
    body = {"__doc__": "The function %s()." % name, "__module__": __name__}
    if type_ is not None:
        body["type"] = type_
    return type(name, (base,), body)


for _name in "coalesce max min sum pow".split():
    globals()[_name] = _class(_name, ReturnTypeFromArgs)
for _name in "mode percentile_cont percentile_disc".split():
    globals()[_name] = _class(_name, OrderedSetAgg)
for _name, _type in (
    ("now", sqltypes.DateTime),
    ("concat", sqltypes.String),
    ("random", None),
    ("rank", sqltypes.Integer),
    ("dense_rank", sqltypes.Integer),
    ("percent_rank", sqltypes.Numeric),
    ("cume_dist", sqltypes.Numeric),
    ("cube", None),
    ("rollup", None),
    ("grouping_sets", None),
):
    globals()[_name] = _class(_name, GenericFunction, _type)
for _name, _type in (
    ("current_date", sqltypes.Date),
    ("current_time", sqltypes.Time),
    ("current_timestamp", sqltypes.DateTime),
    ("current_user", sqltypes.String),
    ("localtime", sqltypes.DateTime),
    ("localtimestamp", sqltypes.DateTime),
    ("session_user", sqltypes.String),
    ("sysdate", sqltypes.DateTime),
    ("user", sqltypes.String),
):
    globals()[_name] = _class(_name, AnsiFunction, _type)
for _name in "cube rollup grouping_sets".split():
    globals()[_name]._has_args = True
register_function("cast", Cast)
register_function("extract", Extract)


class _FunctionGenerator:
    """func: any attribute is a function, or a package of functions."""

    def __init__(self, names=(), type_=None):
        self._names = names
        self._options = {} if type_ is None else {"type_": type_}

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name.endswith("_"):
            name = name[:-1]
        made = _FunctionGenerator(self._names + (name,))
        made._options = self._options
        return made

    def __call__(self, *args, **kwargs):
        names = self._names
        kwargs = dict(self._options, **kwargs) if self._options else kwargs
        package = names[0] if len(names) > 1 else "_default"
        if len(names) <= 2:
            known = _registry.get(package, {}).get(names[-1].lower())
            if known is not None:
                return known(*args, **kwargs)
        return Function(names[-1], *args, packagenames=names[:-1], **kwargs)


func = _FunctionGenerator()
modifier = _FunctionGenerator()
__all__ = ["func", "quoted_name"]
