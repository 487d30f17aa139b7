"""Load options of queries. What concerns columns (load_only, defer) is followed; related objects are always loaded when
they are used, whatever an option says about how."""

from limbeck.missing import raise_for

from .attributes import QueryableAttribute

__getattr__ = raise_for(__name__)


class Load:
    """A load option: `entries`, each (kind, class, attributes)."""

    def __init__(self, class_=None):
        self._class = class_
        self.entries = []

    def _add(self, kind, attributes):
        found = {}
        for one in attributes:
            class_ = one.class_ if isinstance(one, QueryableAttribute) else self._class
            name = one if isinstance(one, str) else getattr(one, "key", None)
            if name not in (None, "*"):
                found.setdefault(class_, []).append(name)
        self.entries += [(kind, class_, names) for class_, names in found.items()]
        return self

    def load_only(self, *attributes, raiseload=False):
        """Load these columns only; others when they are used."""
        return self._add("only", attributes)

    def defer(self, key, *others, raiseload=False):
        """Load a column when it is used."""
        return self._add("defer", (key,))

    def undefer(self, key, *others):
        """Load a deferred column with the object."""
        return self._add("undefer", (key,))

    def options(self, *others):
        """More options, of the related class."""
        for one in others:
            self.entries += one.entries
        return self

    def _related(self, *attributes, **how):
        if attributes and isinstance(attributes[0], QueryableAttribute) and attributes[0].prop.is_relationship:
            self._class = attributes[0].prop.mapper.class_
        return self

    joinedload = selectinload = subqueryload = lazyload = immediateload = noload = raiseload = contains_eager = _related
    defaultload = selectin_polymorphic = with_expression = undefer_group = _related


def _maker(name):
    def make(*arguments, **options):
        return getattr(Load(), name)(*arguments, **options)

    make.__name__ = name
    make.__doc__ = "A load option, see Load.%s." % name
    return make


load_only, defer, undefer, undefer_group = map(_maker, ("load_only", "defer", "undefer", "undefer_group"))
joinedload, selectinload, subqueryload = map(_maker, ("joinedload", "selectinload", "subqueryload"))
lazyload, immediateload, noload, raiseload = map(_maker, ("lazyload", "immediateload", "noload", "raiseload"))
contains_eager, defaultload, with_expression = map(_maker, ("contains_eager", "defaultload", "with_expression"))
selectin_polymorphic = _maker("selectin_polymorphic")
joinedload_all = subqueryload_all = joinedload

