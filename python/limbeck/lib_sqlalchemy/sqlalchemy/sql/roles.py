"""What expressions may stand for, for annotations: all that are asked for."""

from .item import annotation

__getattr__ = annotation(__name__)
