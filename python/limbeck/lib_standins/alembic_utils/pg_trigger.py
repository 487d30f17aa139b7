"""Triggers of PostgreSQL."""

from .replaceable_entity import OnEntity


class PGTrigger(OnEntity):
    """CREATE TRIGGER: the definition begins with BEFORE, AFTER or INSTEAD OF."""

    kind = "TRIGGER"

    def __init__(self, schema, signature, definition, on_entity, is_constraint=False):
        super().__init__(schema, signature, definition, on_entity)
        self.is_constraint = is_constraint

    def _described(self):
        return "%sTRIGGER %s %s" % ("CONSTRAINT " if self.is_constraint else "", self.signature, self.definition)
