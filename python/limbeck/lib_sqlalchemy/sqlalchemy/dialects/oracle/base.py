"""Oracle's dialect."""

from limbeck.missing import raise_for

from ...engine.default import OracleDialect
from .types import *  # noqa: F401,F403

__getattr__ = raise_for(__name__)
dialect = OracleDialect
