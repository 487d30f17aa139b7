"""Hybrids: attributes and methods that are Python on an object and SQL on its class."""

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)


class hybrid_property:
    """A property; `expression` gives the SQL for the class, which else is what the function makes of it."""

    def __init__(self, fget, fset=None, fdel=None, expr=None, custom_comparator=None, update_expr=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel
        self.expr, self.custom_comparator, self.update_expr = expr, custom_comparator, update_expr
        self.__doc__ = getattr(fget, "__doc__", None)
        self.__name__ = getattr(fget, "__name__", None)

    def __class_getitem__(cls, key):
        return cls

    def __get__(self, obj, owner=None):
        if obj is not None:
            return self.fget(obj)
        if self.custom_comparator is not None:
            return self.custom_comparator(owner)
        expression = self.expr or self.fget
        if isinstance(expression, classmethod):
            expression = expression.__func__
        return expression(owner)

    def __set__(self, obj, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(obj, value)

    def __delete__(self, obj):
        if self.fdel is None:
            raise AttributeError("can't delete attribute")
        self.fdel(obj)

    def _with(self, **changes):
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__, **changes)
        return made

    def getter(self, fget):
        """A copy with another getter."""
        return self._with(fget=fget)

    def setter(self, fset):
        """A copy with a setter."""
        return self._with(fset=fset)

    def deleter(self, fdel):
        """A copy with a deleter."""
        return self._with(fdel=fdel)

    def expression(self, expr):
        """A copy with SQL for the class."""
        return self._with(expr=expr)

    def comparator(self, comparator):
        """A copy with operators for the class."""
        return self._with(custom_comparator=comparator)

    def update_expression(self, method):
        """A copy with values for UPDATE."""
        return self._with(update_expr=method)

    @property
    def inplace(self):
        """The same decorators, changing this property itself."""
        return _InPlace(self)

    @property
    def overrides(self):
        """Itself, in a subclass."""
        return self


class _InPlace:
    _KEYS = {
        "getter": "fget",
        "setter": "fset",
        "deleter": "fdel",
        "expression": "expr",
        "comparator": "custom_comparator",
        "update_expression": "update_expr",
    }

    def __init__(self, owner):
        self._owner = owner

    def __getattr__(self, name):
        if name not in self._KEYS:
            raise AttributeError(name)

        def decorate(function):
            setattr(self._owner, self._KEYS[name], function)
            return self._owner

        return decorate


class hybrid_method:
    """A method; `expression` gives the SQL for the class."""

    def __init__(self, func, expr=None):
        self.func = func
        self.expr = expr or func

    def __get__(self, obj, owner=None):
        if obj is None:
            return self.expr.__get__(owner, owner.__class__)
        return self.func.__get__(obj, owner)

    def expression(self, expr):
        """Set the SQL for the class."""
        self.expr = expr
        return self


class Comparator:
    """Operators for a hybrid: the base of classes of one's own."""

    def __init__(self, expression):
        self.expression = expression

    def __clause_element__(self):
        found = self.expression
        return found.__clause_element__() if hasattr(found, "__clause_element__") else found

    def operate(self, op, *other, **kwargs):
        """The operator applied to the expression."""
        return op(self.__clause_element__(), *other, **kwargs)

    def __eq__(self, other):
        return self.__clause_element__() == other

    def __ne__(self, other):
        return self.__clause_element__() != other

    def __hash__(self):
        return id(self)

    def __getattr__(self, name):
        if name.startswith("__") or name == "expression":
            raise AttributeError(name)
        return getattr(self.__clause_element__(), name)


ExprComparator = Comparator
HYBRID_METHOD, HYBRID_PROPERTY = "HYBRID_METHOD", "HYBRID_PROPERTY"
