"""Makes the schema objects that operations speak of, with stand-in tables around them.

The tables belong to a MetaData with the naming convention of target_metadata, so that names that were left out, and
those that a convention extends, come out as they would for the models.
"""

from types import SimpleNamespace

_classes = None


def _load():
    """SQLAlchemy's classes by their names, when they are needed: an env.py that has nothing to do needs none."""
    global _classes
    if _classes is None:
        import sqlalchemy as sa
        from sqlalchemy.schema import Constraint
        from sqlalchemy.types import NULLTYPE

        _classes = SimpleNamespace(
            Column=sa.Column, Constraint=Constraint, Index=sa.Index, MetaData=sa.MetaData, NULLTYPE=NULLTYPE,
            Table=sa.Table, CheckConstraint=sa.CheckConstraint, ForeignKeyConstraint=sa.ForeignKeyConstraint,
            PrimaryKeyConstraint=sa.PrimaryKeyConstraint, UniqueConstraint=sa.UniqueConstraint,
        )
    return _classes


class SchemaObjects:
    """Makes schema objects for the operations of a migration context."""

    def __init__(self, migration_context=None):
        self.migration_context = migration_context

    def metadata(self):
        """A new MetaData with the naming convention of target_metadata."""
        sa = _load()
        target = self.migration_context.opts.get("target_metadata") if self.migration_context is not None else None
        convention = getattr(target, "naming_convention", None)
        return sa.MetaData(naming_convention=convention) if convention else sa.MetaData()

    def table(self, name, *columns, **kw):
        """A Table of columns, constraints and indexes; those that belong to another table are copied."""
        sa = _load()
        included = kw.pop("_constraints_included", False)
        cols, others = [], []
        for item in columns:
            if isinstance(item, sa.Column):
                cols.append(item if item.table is None else _copy_of(item))
            elif isinstance(item, (sa.Constraint, sa.Index)):
                others.append(item)
            else:
                raise TypeError("op.create_table() takes columns, constraints and indexes, not %r" % (item,))
        if included:  # the constraints and indexes of these flags are in the list already
            for column in cols:
                column.unique = column.index = False
        table = sa.Table(name, self.metadata(), *cols, **kw)
        for item in others:
            if getattr(item, "_type_bound", False):  # its column has brought it already
                continue
            owner = getattr(item, "parent", None)
            if owner is not None and owner is not table:
                item = item._copy(target_table=table) if hasattr(item, "_copy") else item.copy()
            table.append_constraint(item)
        return table

    def column(self, name, type_, **kw):
        """A Column."""
        return _load().Column(name, type_, **kw)

    def _plain_table(self, name, columns, schema):
        """A Table whose columns are mere names."""
        sa = _load()
        columns = [sa.Column(column, sa.NULLTYPE) for column in dict.fromkeys(columns)]
        return sa.Table(name, self.metadata(), *columns, schema=schema)

    def primary_key_constraint(self, name, table_name, cols, schema=None, **dialect_kw):
        """A PrimaryKeyConstraint."""
        sa = _load()
        table = self._plain_table(table_name, cols, schema)
        constraint = sa.PrimaryKeyConstraint(*[table.c[n] for n in cols], name=name, **dialect_kw)
        table.append_constraint(constraint)
        return constraint

    def unique_constraint(self, name, source, local_cols, schema=None, **kw):
        """A UniqueConstraint."""
        sa = _load()
        local_cols = [local_cols] if isinstance(local_cols, str) else local_cols
        table = self._plain_table(source, local_cols, schema)
        constraint = sa.UniqueConstraint(*[table.c[n] for n in local_cols], name=name, **kw)
        table.append_constraint(constraint)
        return constraint

    def foreign_key_constraint(
        self, name, source, referent, local_cols, remote_cols, onupdate=None, ondelete=None, deferrable=None,
        source_schema=None, referent_schema=None, initially=None, match=None, **dialect_kw
    ):
        """A ForeignKeyConstraint, and the table that it refers to."""
        sa = _load()
        to_itself = source == referent and source_schema == referent_schema
        names = list(local_cols) + (list(remote_cols) if to_itself else [])
        table = self._plain_table(source, names, source_schema)
        if not to_itself:
            columns = [sa.Column(n, sa.NULLTYPE) for n in remote_cols]
            sa.Table(referent, table.metadata, *columns, schema=referent_schema)
        target = "%s.%s" % (referent_schema, referent) if referent_schema else referent
        constraint = sa.ForeignKeyConstraint(
            list(local_cols), ["%s.%s" % (target, n) for n in remote_cols], name=name, onupdate=onupdate,
            ondelete=ondelete, deferrable=deferrable, initially=initially, match=match, **dialect_kw
        )
        table.append_constraint(constraint)
        return constraint

    def check_constraint(self, name, source, condition, schema=None, **kw):
        """A CheckConstraint."""
        sa = _load()
        table = self._plain_table(source, ["x"], schema)
        constraint = sa.CheckConstraint(condition, name=name, **kw)
        table.append_constraint(constraint)
        return constraint

    def exclude_constraint(self, name, source, elements, schema=None, where=None, **kw):
        """An ExcludeConstraint of PostgreSQL."""
        from sqlalchemy.dialects.postgresql import ExcludeConstraint

        names = [item for item, _ in elements if isinstance(item, str)]
        names += [item.name for item, _ in elements if not isinstance(item, str) and getattr(item, "name", None)]
        table = self._plain_table(source, names, schema)
        constraint = ExcludeConstraint(*elements, name=name, where=where, **kw)
        table.append_constraint(constraint)
        return constraint

    def generic_constraint(self, name, table_name, type_, schema=None, **kw):
        """A constraint of which no more than the name and the kind is known. TypeError for an unknown kind."""
        sa = _load()
        makers = {
            "foreignkey": lambda: sa.ForeignKeyConstraint([], [], name=name),
            "primary": lambda: sa.PrimaryKeyConstraint(name=name),
            "unique": lambda: sa.UniqueConstraint(name=name),
            "check": lambda: sa.CheckConstraint("", name=name),
            None: lambda: sa.Constraint(name=name),
        }
        if type_ not in makers:
            raise TypeError("'type' can be one of %s" % ", ".join(sorted(repr(kind) for kind in makers)))
        constraint = makers[type_]()
        self.table(table_name, schema=schema).append_constraint(constraint)
        return constraint

    def index(self, name, tablename, columns, schema=None, **kw):
        """An Index; columns are names or expressions."""
        sa = _load()
        columns = [columns] if isinstance(columns, str) else columns
        table = self._plain_table(tablename or "no_table", [c for c in columns if isinstance(c, str)], schema)
        index = sa.Index(name, *[table.c[c] if isinstance(c, str) else c for c in columns], **kw)
        if index.table is None:
            table.append_constraint(index)
        return index


def _copy_of(item):
    copy = getattr(item, "_copy", None) or item.copy
    return copy()
