"""What on_version_apply functions are told of a step."""


class MigrationInfo:
    """A step: which revisions it comes from and goes to."""

    def __init__(self, revision_map, is_upgrade, is_stamp, up_revisions, down_revisions):
        self.revision_map = revision_map
        self.is_upgrade = is_upgrade
        self.is_stamp = is_stamp
        self.up_revision_ids = _ids(up_revisions)
        self.down_revision_ids = _ids(down_revisions)
        self.up_revision_id = self.up_revision_ids[0] if self.up_revision_ids else None

    @property
    def is_migration(self):
        """Whether a script was run."""
        return not self.is_stamp

    @property
    def source_revision_ids(self):
        """Where the step comes from."""
        return self.down_revision_ids if self.is_upgrade else self.up_revision_ids

    @property
    def destination_revision_ids(self):
        """Where the step goes to."""
        return self.up_revision_ids if self.is_upgrade else self.down_revision_ids

    @property
    def up_revision(self):
        """The upper revision, as a Script."""
        return self.revision_map.get_revision(self.up_revision_id)

    @property
    def up_revisions(self):
        return self.revision_map.get_revisions(self.up_revision_ids)

    @property
    def down_revisions(self):
        return self.revision_map.get_revisions(self.down_revision_ids)

    @property
    def source_revisions(self):
        return self.revision_map.get_revisions(self.source_revision_ids)

    @property
    def destination_revisions(self):
        return self.revision_map.get_revisions(self.destination_revision_ids)

    def __repr__(self):
        return "MigrationInfo(%s %s -> %s)" % (
            "upgrade" if self.is_upgrade else "downgrade", self.source_revision_ids, self.destination_revision_ids
        )


def _ids(revisions):
    if revisions is None:
        return ()
    return (revisions,) if isinstance(revisions, str) else tuple(revisions)
