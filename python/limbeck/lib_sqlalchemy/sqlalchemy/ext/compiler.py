"""@compiles: SQL of one's own for a class of elements, on one dialect or all."""

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)


class _Dispatcher:
    """The functions of a class, by dialect; its own SQL where there is none."""

    def __init__(self):
        self.specs = {}

    def for_dialect(self, name):
        """The function for a dialect, or None."""
        return self.specs.get(name) or self.specs.get("default")

    def __call__(self, element, compiler, **kw):
        """The element's SQL. UnsupportedCompilationError."""
        name = compiler.dialect.name
        found = self.for_dialect(name)
        if found is None:
            from ..exc import UnsupportedCompilationError

            raise UnsupportedCompilationError(
                compiler,
                type(element),
                message="%s construct has no default compilation handler." % type(element),
            )
        return found(element, compiler, **kw)


def compiles(class_, *specs):
    """A decorator: the function (element, compiler, **kw) gives the SQL of the class's elements."""

    def decorate(fn):
        hook = class_.__dict__.get("_compiler_dispatcher")
        if hook is None:
            hook = class_._compiler_dispatcher = _Dispatcher()
        for spec in specs or ("default",):
            hook.specs[spec] = fn
        _forget()
        return fn

    return decorate


def deregister(class_):
    """Take back what @compiles did to a class."""
    if "_compiler_dispatcher" in class_.__dict__:
        del class_._compiler_dispatcher
        _forget()


def _forget():
    import sys

    compiler = sys.modules.get("sqlalchemy.sql.compiler")
    if compiler is not None:
        compiler.forget_methods()
