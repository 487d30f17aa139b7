"""The older name of alembic.runtime.migration."""

from .runtime.migration import *  # noqa: F401,F403
from .runtime.migration import HeadMaintainer, MigrationContext, MigrationInfo, MigrationStep  # noqa: F401
