"""Functions that extensions register to write operations as Python."""

from limbeck.missing import raise_for

from ..util.langhelpers import Dispatcher

renderers = Dispatcher()

__getattr__ = raise_for(__name__)
