"""sqlalchemy.ext: what stands beside the core."""

from limbeck.missing import lazy

_SUBMODULES = "associationproxy asyncio compiler declarative hybrid mutable orderinglist"
__getattr__, __dir__ = lazy(__name__, {name: "." + name for name in _SUBMODULES.split()})
