"""Names for annotations only: all that are asked for."""

from .item import annotation

__getattr__ = annotation(__name__)
