"""The same names as elsewhere in sqlalchemy.orm."""

from limbeck.missing import lazy

_table = {"AliasedClass": ".entities", "Bundle": ".entities", "aliased": ".entities", "join": ".entities",
          "outerjoin": ".entities", "with_parent": ".entities", "class_mapper": ".mapper",
          "object_mapper": ".mapper", "was_deleted": ".session", "object_session": ".session"}
__getattr__, __dir__ = lazy("sqlalchemy.orm", _table, into=__name__)
