"""DDL elements: CreateTable, DropIndex, DDL("...").

An element becomes an operation of doc/script-host.md (`operation(dialect)`); the engine writes and runs the SQL.
"""

from limbeck.missing import raise_for

from .create import connections, run, sort_tables, sort_tables_and_constraints  # noqa: F401

__getattr__ = raise_for(__name__)


class BaseDDLElement:
    """The base of all DDL elements."""

    __visit_name__ = "ddl_element"


class ExecutableDDLElement(BaseDDLElement):
    """DDL that can be given to execute(), or to event.listen() as a function."""

    _dialects = None
    _condition = None
    target = None
    on = None
    is_select = is_insert = is_update = is_delete = is_text = False
    is_ddl = supports_execution = True

    def execute_if(self, dialect=None, callable_=None, state=None):
        """A copy that runs only on a dialect, or if a function says so."""
        made = self._clone()
        made._dialects = (dialect,) if isinstance(dialect, str) else dialect
        made._condition = callable_
        made._state = state
        return made

    def _clone(self):
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        return made

    def against(self, target):
        """A copy for a table or other part of a schema."""
        made = self._clone()
        made.target = target
        return made

    def _should_execute(self, target, bind, **kwargs):
        if self._dialects is not None and bind.dialect.name not in self._dialects:
            return False
        if self._condition is None:
            return True
        return bool(self._condition(self, target, bind, state=self._state, dialect=bind.dialect, **kwargs))

    def __call__(self, target, bind, **kwargs):
        """Run, as the listener of an event."""
        if self._should_execute(target, bind, **kwargs):
            return bind.execute(self.against(target))
        return None

    def _execute_on_connection(self, connection, params, options):
        """What execute() of a connection does with it."""
        if not hasattr(self, "text") and _hook(self, connection.dialect) is None:
            return connection._operation(self.operation(connection.dialect))
        from ..engine.execution import prepare_string

        sql = self.compile(dialect=connection.dialect).string
        members, context = prepare_string(connection.dialect, sql, [], False)
        members.update(sql=sql, style="none")
        return connection._execute(members, context, [], options)

    def compile(self, bind=None, dialect=None, **kwargs):
        """The SQL text, as an object that str() takes."""
        from ..engine.default import DefaultDialect

        return CompiledDDL(self, dialect or getattr(bind, "dialect", None) or DefaultDialect())

    def __str__(self):
        return str(self.compile())


DDLElement = ExecutableDDLElement


class CompiledDDL:
    """A DDL element as text."""

    params = positiontup = None

    def __init__(self, statement, dialect):
        self.statement = statement
        self.dialect = dialect
        self.string = self._text()

    def _text(self):
        return DDLCompiler(self.dialect).process(self.statement)

    def __str__(self):
        return self.string


class DDLCompiler:
    """What writes DDL elements; a @compiles function is given one."""

    def __init__(self, dialect):
        self.dialect = dialect
        self.preparer = dialect.identifier_preparer
        self.type_compiler = dialect.type_compiler

    @property
    def sql_compiler(self):
        """What writes expressions."""
        from .compiler import compiler_for

        return compiler_for(self.dialect)

    def process(self, element, **kwargs):
        """The text of an element."""
        hook = _hook(element, self.dialect)
        return hook(element, self, **kwargs) if hook is not None else self._plain(element)

    def _plain(self, element, **kwargs):
        """The text of an element, whatever @compiles says of its class."""
        text = getattr(element, "text", None)
        if text is not None:
            return text(self.dialect)
        from limbeck.channel import channel

        found = channel().call("statements", dialect=self.dialect.name, operation=element.operation(self.dialect))
        return ";\n".join(found["statements"])

    def __getattr__(self, name):
        if name.startswith("visit_"):
            return self._plain
        raise AttributeError(name)


def _hook(element, dialect):
    """The function of @compiles for an element on a dialect, or None."""
    for cls in type(element).__mro__:
        found = vars(cls).get("_compiler_dispatcher")
        if found is not None and found.for_dialect(dialect.name) is not None:
            return found.for_dialect(dialect.name)
    return None


class DDL(ExecutableDDLElement):
    """A text of DDL; %(table)s, %(schema)s and %(fullname)s in it stand for the table of the event."""

    __visit_name__ = "ddl"

    def __init__(self, statement, context=None, bind=None):
        if not isinstance(statement, str):
            from ..exc import ArgumentError

            raise ArgumentError("Expected a string or unicode SQL statement, got '%r'" % (statement,))
        self.statement = statement
        self.context = context or {}

    def text(self, dialect):
        """The text with its tokens replaced."""
        context = dict(self.context)
        quote = dialect.identifier_preparer
        target = self.target
        if target is not None and hasattr(target, "columns"):
            context.setdefault("table", quote.quote(target.name))
            context.setdefault("schema", quote.quote_schema(target.schema) if target.schema else "")
            context.setdefault("fullname", quote.format_table(target))
        return self.statement % context

    def __repr__(self):
        return "<%s@%s; %r>" % (type(self).__name__, id(self), self.statement)


class _CreateDropBase(ExecutableDDLElement):
    """DDL about one part of a schema, its `element`."""

    _op = _describe = _key = _flag = None

    def __init__(self, element, if_exists=False, if_not_exists=False, **kwargs):
        self.element = element
        self.if_exists = if_exists
        self.if_not_exists = if_not_exists

    def operation(self, dialect, check_first=False):
        """The operation that it stands for."""
        from limbeck import describe

        made = {"op": self._op, self._key: getattr(describe, self._describe)(self.element, dialect)}
        if self._flag and getattr(self, self._flag):
            made[self._flag] = True
        if check_first:
            made["check_first"] = True
        return made

    def _invoke(self, bind, checkfirst=False):
        """Run on a connection or engine; with checkfirst only if there is something to do."""
        for connection in connections(bind):
            run(connection, self.operation(connection.dialect, bool(checkfirst)), self)


class CreateTable(_CreateDropBase):
    """CREATE TABLE."""

    __visit_name__ = "create_table"

    def __init__(self, element, include_foreign_key_constraints=None, if_not_exists=False, **kwargs):
        super().__init__(element, if_not_exists=if_not_exists)
        self.include_foreign_key_constraints = include_foreign_key_constraints

    def operation(self, dialect, check_first=False):
        """The table without its indexes, as the statement is."""
        from limbeck import describe

        wanted = self.include_foreign_key_constraints
        without = () if wanted is None else self.element.foreign_key_constraints.difference(wanted)
        wire = describe.table(self.element, dialect, without)
        wire["indexes"] = []
        return _only(op="create_table", table=wire, if_not_exists=self.if_not_exists, check_first=check_first)


class DropTable(_CreateDropBase):
    """DROP TABLE."""

    __visit_name__ = "drop_table"

    def operation(self, dialect, check_first=False):
        """The table's name."""
        return _only(
            op="drop_table",
            name=str(self.element.name),
            schema=self.element.schema,
            if_exists=self.if_exists,
            check_first=check_first,
        )


class CreateIndex(_CreateDropBase):
    """CREATE INDEX."""

    __visit_name__ = "create_index"
    _op, _describe, _key, _flag = "create_index", "index", "index", "if_not_exists"


class DropIndex(_CreateDropBase):
    """DROP INDEX."""

    __visit_name__ = "drop_index"

    def operation(self, dialect, check_first=False):
        """The index's name and its table's."""
        from limbeck import describe

        index = describe.index(self.element, dialect)
        return _only(
            op="drop_index",
            name=index.get("name"),
            table=index.get("table"),
            schema=index.get("schema"),
            if_exists=self.if_exists or check_first,
            options=index.get("options"),
        )


class AddConstraint(_CreateDropBase):
    """ALTER TABLE ... ADD CONSTRAINT."""

    __visit_name__ = "add_constraint"

    def operation(self, dialect, check_first=False):
        """The constraint and the name of its table."""
        from limbeck import describe

        table = self.element.table
        return _only(
            op="create_constraint",
            name=str(table.name),
            schema=table.schema,
            constraint=describe.constraint(self.element, dialect),
        )


class DropConstraint(_CreateDropBase):
    """ALTER TABLE ... DROP CONSTRAINT."""

    __visit_name__ = "drop_constraint"

    def __init__(self, element, cascade=False, if_exists=False, **kwargs):
        super().__init__(element, if_exists=if_exists)
        self.cascade = cascade

    def operation(self, dialect, check_first=False):
        """The names of the constraint and of its table, and its kind."""
        from limbeck import describe

        found = describe.constraint(self.element, dialect)
        kind = {"foreign": "foreignkey"}.get(found["kind"], found["kind"])
        table = self.element.table
        return _only(
            op="drop_constraint",
            name=str(table.name),
            schema=table.schema,
            constraint=found.get("name"),
            type=kind,
            if_exists=self.if_exists,
        )


class CreateSequence(_CreateDropBase):
    """CREATE SEQUENCE."""

    __visit_name__ = "create_sequence"
    _op, _describe, _key, _flag = "create_sequence", "sequence", "sequence", "if_not_exists"


class DropSequence(_CreateDropBase):
    """DROP SEQUENCE."""

    __visit_name__ = "drop_sequence"
    _op, _describe, _key, _flag = "drop_sequence", "sequence", "sequence", "if_exists"


class _OfSchema(ExecutableDDLElement):
    def __init__(self, name, **flags):
        self.element = name
        self.flags = flags

    def operation(self, dialect, check_first=False):
        """The schema's name."""
        return _only(op=self.__visit_name__, name=str(self.element), **self.flags)

    def __getattr__(self, name):
        if name in ("if_exists", "if_not_exists", "cascade"):
            return self.flags.get(name, False)
        raise AttributeError(name)


class CreateSchema(_OfSchema):
    """CREATE SCHEMA."""

    __visit_name__ = "create_schema"

    def __init__(self, name, if_not_exists=False, **kwargs):
        super().__init__(name, if_not_exists=if_not_exists)


class DropSchema(_OfSchema):
    """DROP SCHEMA."""

    __visit_name__ = "drop_schema"

    def __init__(self, name, cascade=False, if_exists=False, **kwargs):
        super().__init__(name, cascade=cascade, if_exists=if_exists)


class SetTableComment(_CreateDropBase):
    """COMMENT ON TABLE."""

    __visit_name__ = "set_table_comment"
    _drops = False

    def operation(self, dialect, check_first=False):
        """The table's name and the comment."""
        table = self.element
        made = _only(op="table_comment", name=str(table.name), schema=table.schema)
        made["comment"] = None if self._drops else table.comment
        return made


class DropTableComment(SetTableComment):
    """COMMENT ON TABLE ... IS NULL."""

    __visit_name__ = "drop_table_comment"
    _drops = True


class SetColumnComment(_CreateDropBase):
    """COMMENT ON COLUMN."""

    __visit_name__ = "set_column_comment"
    _drops = False

    def operation(self, dialect, check_first=False):
        """The column's name and the comment."""
        column = self.element
        made = _only(
            op="column_comment", name=str(column.table.name), schema=column.table.schema, column=str(column.name)
        )
        made["comment"] = None if self._drops else column.comment
        return made


class DropColumnComment(SetColumnComment):
    """COMMENT ON COLUMN ... IS NULL."""

    __visit_name__ = "drop_column_comment"
    _drops = True


def _only(**members):
    return {key: value for key, value in members.items() if value not in (None, False)}
