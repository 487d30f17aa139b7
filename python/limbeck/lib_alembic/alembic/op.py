"""The functions that revision scripts call: those of the Operations that are at work."""

from limbeck.missing import raise_for

from .operations.base import Operations

Operations.create_module_class_proxy(globals())
__getattr__ = raise_for(__name__)
