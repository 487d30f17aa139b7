"""Autogenerate, as far as env.py files and extensions name it: what they register is kept, and comparing says that
this version does not do it."""

from .api import (
    AutogenContext,
    RevisionContext,
    compare_metadata,
    produce_migrations,
    render_python_code,
)
from .compare import comparators
from .render import renderers
from .rewriter import Rewriter

__all__ = ("AutogenContext", "Rewriter", "RevisionContext", "comparators", "compare_metadata", "produce_migrations",
           "render_python_code", "renderers")
