"""Helpers that know nothing of databases."""


class immutabledict(dict):
    """A dict that stays as it is."""

    def _refuse(self, *args, **kw):
        raise TypeError("%s object is immutable" % type(self).__name__)

    __delitem__ = __setitem__ = clear = pop = popitem = setdefault = update = _refuse

    def union(self, other=(), **kw):
        """This and `other` in a new one."""
        return immutabledict(dict(self, **dict(other, **kw)))


class memoized_property:
    """A property that is computed once for each object."""

    def __init__(self, fget, doc=None):
        self.fget = fget
        self.__doc__ = doc or fget.__doc__
        self.__name__ = fget.__name__

    def __get__(self, obj, cls):
        if obj is None:
            return self
        obj.__dict__[self.__name__] = value = self.fget(obj)
        return value


class Dispatcher:
    """Functions by the class, or by the name, of what they handle; `qualifier` narrows to a dialect."""

    def __init__(self, uselist=False):
        self.uselist = uselist
        self._registry = {}

    def dispatch_for(self, target, qualifier="default", replace=False):
        """Decorator: the function handles `target` and what is derived from it."""

        def decorate(fn):
            key = (target, qualifier)
            if self.uselist:
                self._registry.setdefault(key, []).append(fn)
            elif key in self._registry and not replace:
                raise ValueError("Can not set dispatch function for object %r: key already exists. "
                                 "To replace existing function, use replace=True." % (target,))
            else:
                self._registry[key] = fn
            return fn

        return decorate

    def dispatch(self, obj, qualifier="default"):
        """What handles `obj`: a function, or one that calls all of a list."""
        kinds = (obj,) if isinstance(obj, str) else (obj if isinstance(obj, type) else type(obj)).__mro__
        for kind in kinds:
            for key in ((kind, qualifier), (kind, "default")):
                found = self._registry.get(key)
                if found:
                    return self._all(found) if self.uselist else found
        if self.uselist:
            return self._all(())
        raise ValueError("no dispatch function for object: %s" % (obj,))

    @staticmethod
    def _all(functions):
        def go(*args, **kw):
            for function in functions:
                function(*args, **kw)

        return go

    def branch(self):
        """A copy that is added to on its own."""
        copy = Dispatcher(self.uselist)
        copy._registry.update((key, list(found) if self.uselist else found) for key, found in self._registry.items())
        return copy


class Proxied:
    """The modules whose functions are those of an object, and the object."""

    def __init__(self):
        self.modules = []  # their globals
        self.installed = None


class ModuleClsProxy:
    """A class whose methods are also functions of a module, for the object that is installed there."""

    _proxied = None  # a Proxied, in each class that has such modules

    @classmethod
    def create_module_class_proxy(cls, globals_, locals_=None):
        """Give the module whose globals these are a function for each public method of the class."""
        cls._proxied.modules.append(globals_)
        globals_["_proxy"] = cls._proxied.installed
        for name in dir(cls):
            if not name.startswith("_") and callable(getattr(cls, name)):
                globals_[name] = cls._proxy_function(globals_, name)

    @classmethod
    def _add_proxied(cls, name):
        for globals_ in cls._proxied.modules if cls._proxied else ():
            globals_[name] = cls._proxy_function(globals_, name)

    @classmethod
    def _proxy_function(cls, globals_, name):
        kind = cls.__name__

        def function(*args, **kw):
            proxy = globals_["_proxy"]
            if proxy is None:
                raise NameError(
                    "Can't invoke function '%s', as the proxy object has not yet been established for the Alembic '%s' "
                    "class.  Try placing this code inside a callable." % (name, kind)
                )
            return getattr(proxy, name)(*args, **kw)

        function.__name__ = function.__qualname__ = name
        function.__module__ = globals_.get("__name__")
        function.__doc__ = getattr(cls, name).__doc__
        return function

    def _install_proxy(self):
        """From now on the functions of the modules are this object's. Returns what they were before."""
        before = self._proxied.installed
        self._remove_proxy(self)
        return before

    def _remove_proxy(self, before=None):
        self._proxied.installed = before
        for globals_ in self._proxied.modules:
            globals_["_proxy"] = before


def asbool(value):
    """None stays None; texts as an ini file has them. ValueError for others."""
    if value is None or isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in ("true", "yes", "on", "y", "t", "1"):
        return True
    if word in ("false", "no", "off", "n", "f", "0"):
        return False
    raise ValueError("String is not true/false: %r" % word)


def rev_id():
    """A new revision id."""
    from uuid import uuid4

    return uuid4().hex[-12:]


def to_tuple(x, default=None):
    """None: the default; a text or a single thing: a tuple of it."""
    if x is None:
        return default
    if isinstance(x, str) or not hasattr(x, "__iter__"):
        return (x,)
    return tuple(x)


def to_list(x, default=None):
    """None: the default; a text or a single thing: a list of it."""
    if x is None:
        return default
    if isinstance(x, str) or not hasattr(x, "__iter__"):
        return [x]
    return list(x)


def unique_list(seq, hashfunc=None):
    """Each thing once, in the order of its first appearance."""
    return list({hashfunc(item) if hashfunc else item: item for item in reversed(list(seq))}.values())[::-1]
