"""Walking through expressions, and copying them with some parts exchanged."""

from limbeck.missing import raise_for

from .clause import ClauseElement
from .walking import replaced, walk

__getattr__ = raise_for(__name__)
Visitable = ExternallyTraversible = HasTraverseInternals = ClauseElement


def iterate(obj, opts=None):
    """Every element, outer ones first."""
    return walk(obj) if obj is not None else iter(())


def traverse(obj, opts, visitors):
    """Call visitors[name] with every element of that __visit_name__."""
    for element in walk(obj):
        visitor = visitors.get(element.__visit_name__)
        if visitor is not None:
            visitor(element)
    return obj


traverse_depthfirst = traverse


def traverse_using(iterator, obj, visitors):
    """traverse() over elements that are given."""
    for element in iterator:
        visitor = visitors.get(element.__visit_name__)
        if visitor is not None:
            visitor(element)
    return obj


def replacement_traverse(obj, opts, replace):
    """A copy in which each element that replace(element) gives something for is that."""
    return replaced(obj, replace)


def cloned_traverse(obj, opts, visitors):
    """A copy whose elements were given to visitors[name], which may change them."""
    made = _copy(obj)
    return traverse(made, opts, visitors)


def _copy(element):
    made = element._clone()
    for name in element._parts:
        setattr(made, name, _copy_in(getattr(element, name, None)))
    return made


def _copy_in(value):
    if isinstance(value, ClauseElement):
        return value if value._is_table or value.__visit_name__ == "column" else _copy(value)
    if isinstance(value, (list, tuple)):
        return type(value)(_copy_in(item) for item in value)
    return value


class ClauseVisitor:
    """A visitor as a class: its methods visit_NAME are called."""

    def iterate(self, obj):
        """Every element."""
        return walk(obj)

    def traverse(self, obj):
        """Visit every element."""
        for element in walk(obj):
            visit = getattr(self, "visit_" + element.__visit_name__, None)
            if visit is not None:
                visit(element)
        return obj


class ReplacingCloningVisitor(ClauseVisitor):
    """A visitor whose replace(element) gives what stands in the element's place."""

    def replace(self, elem):
        """None: the element stays."""

    def traverse(self, obj):
        """The copy."""
        return replaced(obj, self.replace)


CloningVisitor = ReplacingCloningVisitor
