"""sqlalchemy.ext.declarative: declarative mapping by its old place."""

from limbeck.missing import raise_for

from ...orm.decl_api import (  # noqa: F401
    DeclarativeMeta,
    as_declarative,
    declarative_base,
    declared_attr,
    has_inherited_table,
    synonym_for,
)

__getattr__ = raise_for(__name__)


class AbstractConcreteBase:
    """A base class whose subclasses have tables of their own."""

    __abstract__ = True


class ConcreteBase:
    """A base class whose subclasses have tables of their own."""


class DeferredReflection:
    """A base class whose tables are read from the database: prepare(engine)."""

    __abstract__ = True

    @classmethod
    def prepare(cls, bind, **kwargs):
        """Read the tables of the subclasses."""
        from limbeck.reflect import load_table

        for heir in cls.__subclasses__():
            table = getattr(heir, "__table__", None)
            if table is not None:
                load_table(table, bind, own=table.c.keys())
