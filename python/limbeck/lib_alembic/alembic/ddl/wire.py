"""Operations as the limbeck program takes them (doc/script-host.md, Operations), from schema objects."""

from limbeck import describe

DIALECTS = ("postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle")


def given(operation, **members):
    """Add the members that say something."""
    for key, value in members.items():
        if value is not None and value is not False and value != {} and value != []:
            operation[key] = value
    return operation


def options(kw, dialect):
    """The keywords that belong to a dialect; others mean nothing to any."""
    kw = {key: value for key, value in kw.items() if key.partition("_")[0] in DIALECTS}
    return describe.options(kw, dialect) if kw else kw


def is_expression(value):
    """Whether it is a SQL expression rather than a value."""
    return hasattr(value, "compile") and hasattr(value, "self_group")


def table_of(constraint):
    """The table that a constraint is on."""
    table = getattr(constraint, "table", None)
    return constraint.parent if table is None else table


_TYPES = {
    "UniqueConstraint": "unique", "ForeignKeyConstraint": "foreignkey", "PrimaryKeyConstraint": "primary",
    "CheckConstraint": "check",
}


def constraint_type(constraint):
    """unique, foreignkey, primary or check; None for another kind."""
    for kind in type(constraint).__mro__:
        if kind.__name__ in _TYPES:
            return _TYPES[kind.__name__]
    return None


def _is_named_enum(type_):
    return getattr(type_, "enums", None) and getattr(type_, "name", None)


class WireOperations:
    """What an implementation can do; `perform` takes each operation in its wire form."""

    dialect = None

    def perform(self, operation):
        """Do `operation`."""
        raise NotImplementedError()

    def create_table(self, table, if_not_exists=None, **kw):
        """CREATE TABLE, its indexes and comments."""
        operation = {"op": "create_table", "table": describe.table(table, self.dialect)}
        self.perform(given(operation, if_not_exists=if_not_exists))

    def drop_table(self, table, if_exists=None, schema=None, **kw):
        """DROP TABLE; `table` is a Table, or its name with schema and options as keywords."""
        types = []
        if not isinstance(table, str):
            types = [describe.type_of(c.type, self.dialect) for c in table.columns if _is_named_enum(c.type)]
            table, schema, kw = table.name, table.schema, table.kwargs
        operation = {"op": "drop_table", "name": table}
        self.perform(
            given(operation, schema=schema, if_exists=if_exists, options=options(kw, self.dialect), types=types)
        )

    def rename_table(self, old_table_name, new_table_name, schema=None):
        """ALTER TABLE ... RENAME TO."""
        operation = {"op": "rename_table", "name": old_table_name, "new_name": new_table_name}
        self.perform(given(operation, schema=schema))

    def add_column(
        self, table_name, column, *, schema=None, if_not_exists=None, inline_references=None,
        inline_primary_key=None, insert_before=None, insert_after=None, constraints=(), indexes=(), **kw
    ):
        """ALTER TABLE ... ADD COLUMN, then the constraints and indexes."""
        operation = {"op": "add_column", "name": table_name, "column": describe.column(column, self.dialect)}
        self.perform(
            given(
                operation, schema=schema, if_not_exists=if_not_exists, inline_references=inline_references,
                inline_primary_key=inline_primary_key, insert_before=insert_before, insert_after=insert_after,
                constraints=[describe.constraint(one, self.dialect) for one in constraints],
                indexes=[describe.index(one, self.dialect) for one in indexes],
            )
        )

    def drop_column(self, table_name, column, *, schema=None, if_exists=None, **kw):
        """ALTER TABLE ... DROP COLUMN."""
        name = column if isinstance(column, str) else column.name
        operation = {"op": "drop_column", "name": table_name, "column": name}
        self.perform(given(operation, schema=schema, if_exists=if_exists, options=options(kw, self.dialect)))

    def alter_column(
        self, table_name, column_name, *, nullable=None, server_default=False, name=None, type_=None, schema=None,
        existing_type=None, existing_server_default=False, existing_nullable=None, autoincrement=None,
        existing_autoincrement=None, comment=False, existing_comment=None, insert_before=None, insert_after=None,
        drop_constraints=(), add_constraints=(), **kw
    ):
        """ALTER TABLE ... ALTER COLUMN; False leaves a default or a comment as it is, None removes it."""
        operation = {"op": "alter_column", "name": table_name, "column": column_name}
        given(
            operation, schema=schema, new_column_name=name, existing_comment=existing_comment,
            existing_autoincrement=existing_autoincrement, insert_before=insert_before, insert_after=insert_after,
            drop_constraints=list(drop_constraints), options=options(kw, self.dialect),
            add_constraints=[describe.constraint(one, self.dialect) for one in add_constraints],
        )
        for key, value in (("nullable", nullable), ("existing_nullable", existing_nullable),
                           ("autoincrement", autoincrement)):
            if value is not None:
                operation[key] = bool(value)
        if comment is not False:
            operation["comment"] = comment
        for key, value in (("type", type_), ("existing_type", existing_type)):
            if value is not None:
                operation[key] = describe.type_of(value, self.dialect)
        for key, value in (("server_default", server_default),
                           ("existing_server_default", existing_server_default)):
            if value is not False:
                operation[key] = describe.default(value, self.dialect)
        self.perform(operation)

    def create_index(self, index, if_not_exists=None, **kw):
        """CREATE INDEX."""
        operation = {"op": "create_index", "index": describe.index(index, self.dialect)}
        self.perform(given(operation, if_not_exists=if_not_exists))

    def create_plain_index(self, name, table_name, columns, schema, unique, if_not_exists):
        """CREATE INDEX on columns by their names."""
        index = {"columns": [{"column": column} for column in columns], "name": name, "table": table_name}
        operation = {"op": "create_index", "index": given(index, schema=schema, unique=bool(unique))}
        self.perform(given(operation, if_not_exists=if_not_exists))

    def drop_index(self, index, if_exists=None, **kw):
        """DROP INDEX; `index` is an Index, or its name with table_name, schema and options as keywords."""
        if not isinstance(index, str):
            table = index.table
            kw = dict(index.kwargs, table_name=table.name if table.name != "no_table" else None, schema=table.schema)
            index = index.name
        operation = {"op": "drop_index", "name": index}
        self.perform(
            given(
                operation, table=kw.pop("table_name", None), schema=kw.pop("schema", None), if_exists=if_exists,
                options=options(kw, self.dialect)
            )
        )

    def add_constraint(self, constraint, **kw):
        """ALTER TABLE ... ADD CONSTRAINT."""
        table = table_of(constraint)
        operation = {"op": "create_constraint", "name": table.name}
        self.perform(given(operation, schema=table.schema, constraint=describe.constraint(constraint, self.dialect)))

    def drop_constraint(self, constraint, *, table_name=None, type_=None, schema=None, if_exists=None, **kw):
        """ALTER TABLE ... DROP CONSTRAINT; `constraint` is a constraint, or its name with the rest as keywords."""
        if constraint is not None and not isinstance(constraint, str):
            table = table_of(constraint)
            table_name, schema = table.name, table.schema
            type_ = type_ or constraint_type(constraint)
            constraint = constraint.name if isinstance(constraint.name, str) else None
        operation = {"op": "drop_constraint", "name": table_name, "constraint": constraint}
        self.perform(given(operation, type=type_, schema=schema, if_exists=if_exists))

    def create_table_comment(self, table, existing_comment=None):
        """COMMENT ON TABLE."""
        self._table_comment(table, table.comment, existing_comment)

    def drop_table_comment(self, table, existing_comment=None):
        """COMMENT ON TABLE ... IS NULL."""
        self._table_comment(table, None, existing_comment)

    def _table_comment(self, table, comment, existing_comment):
        operation = {"op": "table_comment", "name": table.name, "comment": comment}
        self.perform(given(operation, schema=table.schema, existing_comment=existing_comment))

    def create_column_comment(self, column):
        """COMMENT ON COLUMN."""
        operation = {"op": "column_comment", "name": column.table.name, "column": column.name}
        operation["comment"] = column.comment
        self.perform(given(operation, schema=column.table.schema))
