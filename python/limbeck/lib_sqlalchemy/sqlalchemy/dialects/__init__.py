"""sqlalchemy.dialects: the types and statements that are one database's own."""


def dialect_named(name):
    """The dialect object of that name."""
    from ..engine.default import make_dialect

    return make_dialect(name)


class _Registry:
    """Where packages register dialects of their own: noted only, since the engine knows its databases."""

    def __init__(self):
        self.impls = {}

    def register(self, name, modulepath, objname):
        """Note a dialect."""
        self.impls[name] = (modulepath, objname)

    def load(self, name):
        """The dialect's class. NoSuchModuleError."""
        from ..engine.default import dialect_class

        return dialect_class(name.partition(".")[0])


registry = _Registry()
