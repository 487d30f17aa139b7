"""Values of PostgreSQL's range types."""

from limbeck.missing import raise_for

from .types import (  # noqa: F401
    DATEMULTIRANGE,
    DATERANGE,
    INT4MULTIRANGE,
    INT4RANGE,
    INT8MULTIRANGE,
    INT8RANGE,
    NUMMULTIRANGE,
    NUMRANGE,
    TSMULTIRANGE,
    TSRANGE,
    TSTZMULTIRANGE,
    TSTZRANGE,
    AbstractMultiRange,
    AbstractRange,
    AbstractSingleRange,
)

__getattr__ = raise_for(__name__)


class Range:
    """A range: bounds "[)" mean that it holds its lower and not its upper end; None is no end."""

    __slots__ = ("lower", "upper", "bounds", "empty")

    def __init__(self, lower=None, upper=None, *, bounds="[)", empty=False):
        self.lower, self.upper, self.bounds, self.empty = lower, upper, bounds, empty

    def _key(self):
        return (self.lower, self.upper, self.bounds, self.empty)

    def __eq__(self, other):
        return isinstance(other, Range) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def __bool__(self):
        return not self.empty

    @property
    def is_empty(self):
        """Whether it holds nothing."""
        return self.empty

    def __contains__(self, value):
        if self.empty:
            return False
        above = self.lower is None or value > self.lower or value == self.lower and self.bounds[0] == "["
        return above and (self.upper is None or value < self.upper or value == self.upper and self.bounds[1] == "]")

    contains = __contains__

    def __str__(self):
        if self.empty:
            return "empty"
        lower, upper = ("" if end is None else str(end) for end in (self.lower, self.upper))
        return "%s%s,%s%s" % (self.bounds[0], lower, upper, self.bounds[1])

    __repr__ = __str__


class MultiRange(list):
    """Several ranges."""

    def __str__(self):
        return "{%s}" % ",".join(str(one) for one in self)
