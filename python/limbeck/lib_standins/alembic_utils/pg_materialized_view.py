"""Materialized views of PostgreSQL."""

from .replaceable_entity import ReplaceableEntity, _sql


class PGMaterializedView(ReplaceableEntity):
    """CREATE MATERIALIZED VIEW."""

    kind = "MATERIALIZED VIEW"

    def __init__(self, schema, signature, definition, with_data=True):
        super().__init__(schema, signature, definition)
        self.with_data = with_data

    def _described(self):
        return "%s WITH%s DATA" % (super()._described(), "" if self.with_data else " NO")

    def to_sql_statement_create_or_replace(self):
        yield _sql("DROP MATERIALIZED VIEW IF EXISTS %s" % self.qualified)
        yield self.to_sql_statement_create()
