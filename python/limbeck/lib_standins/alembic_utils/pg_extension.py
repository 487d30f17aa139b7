"""Extensions of PostgreSQL."""

from .replaceable_entity import ReplaceableEntity, _sql


class PGExtension(ReplaceableEntity):
    """CREATE EXTENSION."""

    kind = "EXTENSION"

    def __init__(self, schema, signature):
        super().__init__(schema, signature, "")

    def _described(self):
        return "EXTENSION %s WITH SCHEMA %s" % (self._dropped(), self.literal_schema)

    def _dropped(self):
        return '"%s"' % self.signature

    def to_sql_statement_create_or_replace(self):
        yield _sql("DROP EXTENSION IF EXISTS %s" % self._dropped())
        yield self.to_sql_statement_create()
