"""op.create_entity(), op.drop_entity(), op.replace_entity() and op.revert_entity(), and what entities have in common."""

from alembic.operations import MigrateOperation, Operations
from sqlalchemy import text


class ReplaceableEntity:
    """A view, a function, ...: a schema, a signature and the definition."""

    kind = None  # the word after CREATE

    def __init__(self, schema, signature, definition):
        self.schema = schema
        self.signature = signature.strip()
        self.definition = _without_semicolon(definition)

    @property
    def literal_schema(self):
        """The schema, quoted."""
        return '"%s"' % self.schema.replace('"', '""')

    @property
    def qualified(self):
        """The quoted name with its schema."""
        return '%s."%s"' % (self.literal_schema, self.signature.replace('"', '""'))

    def to_sql_statement_create(self):
        """The statement that makes it."""
        return _sql("CREATE %s" % self._described())

    def to_sql_statement_drop(self, cascade=False):
        """The statement that removes it."""
        return _sql("DROP %s %s%s" % (self.kind, self._dropped(), " CASCADE" if cascade else ""))

    def to_sql_statement_create_or_replace(self):
        """The statements that put it in the place of what has its name."""
        yield _sql("CREATE OR REPLACE %s" % self._described())

    def _described(self):
        return "%s %s AS %s" % (self.kind, self.qualified, self.definition)

    def _dropped(self):
        return self.qualified


class OnEntity(ReplaceableEntity):
    """What belongs to a table: a trigger, a policy."""

    def __init__(self, schema, signature, definition, on_entity):
        super().__init__(schema, signature, definition)
        self.on_entity = on_entity if "." in on_entity else "%s.%s" % (schema, on_entity)

    def _dropped(self):
        return "%s ON %s" % (self.signature, self.on_entity)

    def to_sql_statement_create_or_replace(self):
        yield _sql("DROP %s IF EXISTS %s" % (self.kind, self._dropped()))
        yield self.to_sql_statement_create()


def register_entities(entities, schemas=None, exclude_schemas=None, entity_types=None):
    """Entities that autogenerate would compare."""


def _without_semicolon(definition):
    return definition.strip().rstrip(";").strip()


def _sql(statement):
    return text(statement.replace(":", "\\:"))


class _EntityOp(MigrateOperation):
    """Does something to an entity; the name of the class's function is the name of the operation."""

    def __init__(self, target, **options):
        self.target = target
        self.options = options


def _operation(name, statements):
    """Have op.NAME(entity) run the statements of that entity, a function of it and the options."""

    def run(cls, operations, target, **options):
        for statement in statements(target, **options):
            operations.execute(statement)

    run.__name__ = name
    run.__doc__ = "Run what %s does to an entity." % name
    return Operations.register_operation(name)(type(name, (_EntityOp,), {name: classmethod(run)}))


CreateOp = _operation("create_entity", lambda target: [target.to_sql_statement_create()])
DropOp = _operation("drop_entity", lambda target, cascade=False: [target.to_sql_statement_drop(cascade)])
ReplaceOp = _operation("replace_entity", lambda target: target.to_sql_statement_create_or_replace())
RevertOp = _operation("revert_entity", lambda target: target.to_sql_statement_create_or_replace())
