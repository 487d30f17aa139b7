"""Functions that extensions register to compare databases with models."""

from limbeck.missing import raise_for

from ..util.langhelpers import Dispatcher

comparators = Dispatcher(uselist=True)

__getattr__ = raise_for(__name__)
