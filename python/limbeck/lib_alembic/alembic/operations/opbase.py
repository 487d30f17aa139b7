"""The base of all operations, and those that hold others."""


class MigrateOperation:
    """Something that a revision does, as plain data."""

    @property
    def info(self):
        """A dictionary for whoever handles the operation."""
        return self.__dict__.setdefault("_info", {})

    _rewritten_by = frozenset()  # Rewriters that have seen it

    def reverse(self):
        """The operation that undoes this one."""
        raise NotImplementedError()

    def to_diff_tuple(self):
        """The operation as compare_metadata() reports it."""
        raise NotImplementedError()


class OpContainer(MigrateOperation):
    """A sequence of operations, `ops`."""

    def __init__(self, ops=()):
        self.ops = list(ops)

    def is_empty(self):
        """Whether there is nothing to do."""
        return not self.ops

    def as_diffs(self):
        """The operations as compare_metadata() reports them."""
        return [diff for op in self.ops for diff in (op.as_diffs() if hasattr(op, "ops") else [op.to_diff_tuple()])]

    def _reversed(self):
        return [op.reverse() for op in reversed(self.ops)]


class ModifyTableOps(OpContainer):
    """Operations on one table."""

    def __init__(self, table_name, ops, *, schema=None):
        super().__init__(ops)
        self.table_name = table_name
        self.schema = schema

    def reverse(self):
        return ModifyTableOps(self.table_name, self._reversed(), schema=self.schema)


class UpgradeOps(OpContainer):
    """What upgrade() does."""

    def __init__(self, ops=(), upgrade_token="upgrades"):
        super().__init__(ops)
        self.upgrade_token = upgrade_token

    def reverse_into(self, downgrade_ops):
        """Make `downgrade_ops` undo this."""
        downgrade_ops.ops[:] = self._reversed()
        return downgrade_ops

    def reverse(self):
        return self.reverse_into(DowngradeOps())


class DowngradeOps(OpContainer):
    """What downgrade() does."""

    def __init__(self, ops=(), downgrade_token="downgrades"):
        super().__init__(ops)
        self.downgrade_token = downgrade_token

    def reverse(self):
        return UpgradeOps(self._reversed())


class MigrationScript(MigrateOperation):
    """A new revision file, as process_revision_directives functions get it."""

    def __init__(
        self, rev_id, upgrade_ops, downgrade_ops, *, message=None, imports=(), head=None, splice=None,
        branch_label=None, version_path=None, depends_on=None
    ):
        self.rev_id = rev_id
        self.message = message
        self.imports = imports if isinstance(imports, set) else set(imports)
        self.head = head
        self.splice = splice
        self.branch_label = branch_label
        self.version_path = version_path
        self.depends_on = depends_on
        self.upgrade_ops = upgrade_ops
        self.downgrade_ops = downgrade_ops

    def _only(self, ops, kind):
        if len(ops) > 1:
            raise ValueError(
                "This MigrationScript instance has a multiple-entry list for %s; please use the %s_ops_list attribute."
                % (kind, kind[:-3].lower())
            )
        return ops[0] if ops else None

    @property
    def upgrade_ops(self):
        """What upgrade() does. ValueError if there are several such functions."""
        return self._only(self.upgrade_ops_list, "UpgradeOps")

    @upgrade_ops.setter
    def upgrade_ops(self, upgrade_ops):
        self.upgrade_ops_list = _as_list(upgrade_ops, UpgradeOps)

    @property
    def downgrade_ops(self):
        """What downgrade() does. ValueError if there are several such functions."""
        return self._only(self.downgrade_ops_list, "DowngradeOps")

    @downgrade_ops.setter
    def downgrade_ops(self, downgrade_ops):
        self.downgrade_ops_list = _as_list(downgrade_ops, DowngradeOps)


def _as_list(ops, kind):
    found = [] if ops is None else [ops] if isinstance(ops, OpContainer) else list(ops)
    assert all(isinstance(op, kind) for op in found), "expected %s" % kind.__name__
    return found
