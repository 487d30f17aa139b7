"""Done: a result that can be awaited, entered with `async with` or `with`, or used as it is."""


class Done:
    """`value`, which `await` gives; attributes are the value's. leave: called with the exception (or three None) when
    a with-block ends, instead of the value's own __exit__."""

    def __init__(self, value, leave=None):
        self._value = value
        self._leave = leave

    def __await__(self):
        return self._value
        yield  # what makes this a generator; there is nothing to wait for

    def __enter__(self):
        enter = getattr(self._value, "__enter__", None)
        return enter() if enter else self._value

    def __exit__(self, kind, error, trace):
        if self._leave is not None:
            return self._leave(kind, error, trace)
        leave = getattr(self._value, "__exit__", None)
        return leave(kind, error, trace) if leave else None

    async def __aenter__(self):
        return self.__enter__()

    async def __aexit__(self, kind, error, trace):
        return self.__exit__(kind, error, trace)

    def __getattr__(self, name):
        return getattr(self._value, name)

    def __iter__(self):
        return iter(self._value)

    def __eq__(self, other):
        return self is other or self._value == other

    def __hash__(self):
        return hash(self._value)

    def __repr__(self):
        return repr(self._value)


class Asynchronous:
    """A wrapper of a synchronous object: the methods that `_awaited` names give a Done, all else is passed on."""

    _awaited = frozenset()
    _made_of = None  # the name of the attribute that has the synchronous object

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(self.__dict__[self._made_of], name)
        if name not in self._awaited:
            return value
        return lambda *args, **kwargs: Done(value(*args, **kwargs))

    def __enter__(self):
        self.__dict__[self._made_of].__enter__()
        return self

    def __exit__(self, kind, error, trace):
        return self.__dict__[self._made_of].__exit__(kind, error, trace)

    async def __aenter__(self):
        return self.__enter__()

    async def __aexit__(self, kind, error, trace):
        return self.__exit__(kind, error, trace)

    def __await__(self):
        return self
        yield  # as above
