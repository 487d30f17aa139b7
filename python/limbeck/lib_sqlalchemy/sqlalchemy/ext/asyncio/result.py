"""Results to be iterated by `async for`."""

from limbeck.missing import raise_for

from .done import Asynchronous, Done

__getattr__ = raise_for(__name__)

_TAKING = frozenset((
    "all", "fetchall", "fetchone", "fetchmany", "first", "one", "one_or_none", "scalar", "scalar_one",
    "scalar_one_or_none", "close", "freeze",
))


class AsyncResult(Asynchronous):
    """A result whose rows are awaited."""

    _made_of = "_real_result"
    _awaited = _TAKING

    def __init__(self, result):
        self._real_result = result

    def scalars(self, index=0):
        return AsyncScalarResult(self._real_result.scalars(index))

    def mappings(self):
        return AsyncMappingResult(self._real_result.mappings())

    def columns(self, *columns):
        return type(self)(self._real_result.columns(*columns))

    def unique(self, strategy=None):
        self._real_result.unique(strategy)
        return self

    def yield_per(self, num):
        self._real_result.yield_per(num)
        return self

    async def partitions(self, size=None):
        for rows in self._real_result.partitions(size):
            yield rows

    def __iter__(self):
        return iter(self._real_result)

    def __aiter__(self):
        self._rows = iter(self._real_result)
        return self

    async def __anext__(self):
        try:
            return next(self._rows)
        except StopIteration:
            raise StopAsyncIteration() from None


class AsyncScalarResult(AsyncResult):
    """The values of one column."""


class AsyncMappingResult(AsyncResult):
    """The rows as mappings."""


AsyncTupleResult = AsyncResult

__all__ = ["AsyncMappingResult", "AsyncResult", "AsyncScalarResult", "AsyncTupleResult", "Done"]
