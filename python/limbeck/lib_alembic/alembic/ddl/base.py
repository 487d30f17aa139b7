"""Names that extensions import; what they stand for is done in the limbeck program."""

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)
