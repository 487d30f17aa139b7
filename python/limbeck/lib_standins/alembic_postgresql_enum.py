"""Stands for alembic_postgresql_enum where it is not installed: op.sync_enum_values() and its references to columns."""

from enum import Enum as _Enum

import sqlalchemy
from alembic.operations import MigrateOperation, Operations

_OF_THE_ENUM = object()  # the schema is the enum's


class ColumnType(_Enum):
    """Whether a column holds one value or an array of them."""

    COMMON = sqlalchemy.Enum
    ARRAY = sqlalchemy.ARRAY


class TableReference:
    """A column of the enum's type."""

    def __init__(self, table_name, column_name, table_schema=_OF_THE_ENUM, column_type=ColumnType.COMMON,
                 existing_server_default=None):
        self.table_name = table_name
        self.column_name = column_name
        self.table_schema = table_schema
        self.column_type = column_type
        self.existing_server_default = existing_server_default


class Config:
    """What set_configuration() takes; nothing of it matters to revisions."""

    def __init__(self, **settings):
        self.__dict__.update(settings)


def set_configuration(config):
    """Settings for autogenerate."""


@Operations.register_operation("sync_enum_values")
class SyncEnumValuesOp(MigrateOperation):
    """Give an enum other values: a new type takes the place of the old one in every column."""

    @classmethod
    def sync_enum_values(cls, operations, enum_schema, enum_name, new_values, affected_columns,
                         enum_values_to_rename=(), **kw):
        """enum_values_to_rename: (old value, new value) of rows and defaults to change with the type.

        affected_columns: TableReferences, or tuples (table, column[, ColumnType]) whose default is looked up."""
        dialect = operations.migration_context.dialect
        if dialect.name != "postgresql":
            return
        change = _Change(operations, enum_schema, enum_name, dict(enum_values_to_rename))
        change.rename_old()
        change.create(new_values)
        for reference in affected_columns:
            if isinstance(reference, tuple):
                reference = change.reference(*reference)
            change.convert(reference)
        change.drop_old()


class _Change:
    """The statements of one sync_enum_values()."""

    def __init__(self, operations, schema, name, renamed):
        self.operations = operations
        self.schema = schema
        self.renamed = renamed
        self.quote = operations.migration_context.dialect.identifier_preparer.quote
        self.type = self._name(schema, name)
        self.old_name = name + "_old"
        self.old_type = self._name(schema, self.old_name)

    def _name(self, schema, name):
        return "%s.%s" % (self.quote(schema), self.quote(name)) if schema else self.quote(name)

    def execute(self, sql):
        self.operations.get_bind().exec_driver_sql(sql.replace("%", "%%"))

    def rename_old(self):
        self.execute("ALTER TYPE %s RENAME TO %s" % (self.type, self.quote(self.old_name)))

    def create(self, values):
        self.execute("CREATE TYPE %s AS ENUM (%s)" % (self.type, ", ".join(map(_literal, values))))

    def drop_old(self):
        self.execute("DROP TYPE %s" % self.old_type)

    def reference(self, table, column, column_type=ColumnType.COMMON):
        """The reference that a tuple stands for."""
        found = sqlalchemy.inspect(self.operations.get_bind()).get_columns(table, schema=self.schema)
        default = [one["default"] for one in found if one["name"] == column][0]
        return TableReference(table, column, self.schema, column_type, default)

    def convert(self, reference):
        """Change the type of a column, its default standing aside meanwhile."""
        schema = self.schema if reference.table_schema is _OF_THE_ENUM else reference.table_schema
        alter = "ALTER TABLE %s ALTER COLUMN %s " % (
            self._name(schema, reference.table_name), self.quote(reference.column_name)
        )
        default = reference.existing_server_default
        if default is not None:
            self.execute(alter + "DROP DEFAULT")
        self.execute(alter + "TYPE " + self._using(reference))
        if default is not None:
            self.execute(alter + "SET DEFAULT " + self._default(default))

    def _using(self, reference):
        column = self.quote(reference.column_name)
        if reference.column_type is ColumnType.ARRAY:
            text = "%s::text[]" % column
            for old, new in self.renamed.items():
                text = "array_replace(%s, %s, %s)" % (text, _literal(old), _literal(new))
            return "%s[] USING %s::%s[]" % (self.type, text, self.type)
        text = "%s::text" % column
        if self.renamed:
            cases = " ".join("WHEN %s THEN %s" % (_literal(old), _literal(new)) for old, new in self.renamed.items())
            text = "(CASE %s %s ELSE %s END)" % (text, cases, text)
        return "%s USING %s::%s" % (self.type, text, self.type)

    def _default(self, default):
        """A default as the catalog shows it, 'a'::status, of the new type."""
        value, cast, of_type = default.rpartition("::")
        if not cast:
            value, of_type = default, ""
        for old, new in self.renamed.items():
            value = value.replace(_literal(old), _literal(new)).replace('"%s"' % old, '"%s"' % new)
        return "%s::%s%s" % (value, self.type, "[]" if of_type.endswith("[]") else "")


def _literal(text):
    return "'%s'" % text.replace("'", "''")
