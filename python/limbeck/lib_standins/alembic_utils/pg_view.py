"""Views of PostgreSQL."""

from .replaceable_entity import ReplaceableEntity, _sql


class PGView(ReplaceableEntity):
    """CREATE VIEW."""

    kind = "VIEW"

    def to_sql_statement_create_or_replace(self):
        """Where the columns changed, CREATE OR REPLACE is refused: then the view is made anew."""
        yield _sql(
            "DO $limbeck$ BEGIN CREATE OR REPLACE %(new)s; EXCEPTION WHEN invalid_table_definition THEN"
            " DROP VIEW IF EXISTS %(name)s; CREATE %(new)s; END $limbeck$"
            % {"new": self._described(), "name": self.qualified}
        )
