"""Row security policies of PostgreSQL."""

from .replaceable_entity import OnEntity


class PGPolicy(OnEntity):
    """CREATE POLICY: the definition is what follows the table's name."""

    kind = "POLICY"

    def _described(self):
        return "POLICY %s ON %s %s" % (self.signature, self.on_entity, self.definition)
