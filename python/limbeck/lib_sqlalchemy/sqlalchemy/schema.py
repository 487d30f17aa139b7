"""sqlalchemy.schema: tables, their parts, and the DDL about them."""

from limbeck.missing import lazy

_PLACES = {
    ".sql.columns": "Column ForeignKey insert_sentinel",
    ".sql.constraints": "CheckConstraint ColumnCollectionConstraint ColumnCollectionMixin Constraint "
    "ForeignKeyConstraint PrimaryKeyConstraint UniqueConstraint",
    ".sql.indexes": "Index",
    ".sql.defaults": "ColumnDefault Computed DefaultClause DefaultGenerator FetchedValue Identity Sequence",
    ".sql.tables": "MetaData Table ThreadLocalMetaData RETAIN_SCHEMA",
    ".sql.item": "BLANK_SCHEMA SchemaItem DialectKWArgs",
    ".sql.naming": "conv quoted_name",
    ".sql.create": "sort_tables sort_tables_and_constraints",
    ".sql.ddl": "AddConstraint BaseDDLElement CreateIndex CreateSchema CreateSequence CreateTable DDL DDLElement "
    "DropColumnComment DropConstraint DropIndex DropSchema DropSequence DropTable DropTableComment "
    "ExecutableDDLElement SetColumnComment SetTableComment _CreateDropBase",
}
_table = {name: place for place, names in _PLACES.items() for name in names.split()}
__all__ = sorted(_table)
__getattr__, __dir__ = lazy("sqlalchemy", _table, into=__name__)
