"""Names of abstract kinds, for annotations."""

from limbeck.missing import lazy

from ..sql.item import Subscriptable

_table = {"MapperProperty": ".properties", "Mapper": ".mapper", "ONETOMANY": ".relationships",
          "MANYTOONE": ".relationships", "MANYTOMANY": ".relationships", "RelationshipDirection": ".relationships",
          "QueryableAttribute": ".attributes", "InstrumentedAttribute": ".attributes"}
__getattr__, __dir__ = lazy("sqlalchemy.orm", _table, into=__name__)


class InspectionAttr(Subscriptable):
    """Kept for annotations: what inspect() gives."""


class PropComparator(Subscriptable):
    """Kept for annotations: the operators of a mapped attribute."""


class ORMOption(Subscriptable):
    """Kept for annotations: an option of a query."""


class LoaderOption(ORMOption):
    """Kept for annotations."""


class MapperOption(ORMOption):
    """Kept for annotations."""


class UserDefinedOption(ORMOption):
    """Kept for annotations."""


class ORMExecuteState(Subscriptable):
    """Kept for annotations: what a do_orm_execute listener is given."""
