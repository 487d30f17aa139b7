"""Stands for geoalchemy2 where it is not installed: its types."""

from . import types  # noqa: F401
from .types import Geography, Geometry, Raster  # noqa: F401
