"""The same names as elsewhere in sqlalchemy.orm."""

from limbeck.missing import lazy

_table = {"Mapped": ".mapped", "DynamicMapped": ".mapped", "WriteOnlyMapped": ".mapped", "class_mapper": ".mapper",
          "object_mapper": ".mapper", "NO_VALUE": ".attributes", "InspectionAttr": ".interfaces",
          "MANYTOMANY": ".relationships", "MANYTOONE": ".relationships", "ONETOMANY": ".relationships",
          "RelationshipDirection": ".relationships"}
__getattr__, __dir__ = lazy("sqlalchemy.orm", _table, into=__name__)
