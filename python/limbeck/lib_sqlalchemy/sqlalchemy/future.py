"""sqlalchemy.future: SQLAlchemy 2's names as 1.4 offered them beforehand."""

from limbeck.missing import lazy

__getattr__, __dir__ = lazy(
    "sqlalchemy",
    {"select": ".sql.selects", "create_engine": ".engine", "Connection": ".engine", "Engine": ".engine"},
    into=__name__,
)
