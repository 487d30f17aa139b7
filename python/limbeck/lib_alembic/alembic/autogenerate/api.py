"""The functions of autogenerate."""

from limbeck import missing

from ..util.exc import CommandError
from .compare import comparators
from .render import renderers


def _refuse(*args, **kw):
    raise CommandError("this version of limbeck does not compare databases with models")


def compare_metadata(context, metadata):
    """The differences between a database and a MetaData."""
    return _refuse()


def produce_migrations(context, metadata):
    """The differences between a database and a MetaData, as a MigrationScript."""
    return _refuse()


def render_python_code(up_or_down_op, *args, **kw):
    """Operations as Python."""
    return _refuse()


class AutogenContext:
    """What functions that compare and render are given."""

    def __init__(self, migration_context, metadata=None, opts=None, autogenerate=True):
        self.migration_context = migration_context
        self.opts = dict(migration_context.opts if opts is None else opts)
        self.metadata = self.opts.get("target_metadata") if metadata is None else metadata
        self.connection = migration_context.bind
        self.dialect = migration_context.dialect
        self.imports = set()
        self.comparators = comparators


class RevisionContext:
    """A revision that is about to be written."""

    def __init__(self, *args, **kw):
        _refuse()


__all__ = ("renderers",)
__getattr__ = missing.raise_for(__name__)
