"""The older name of alembic.runtime.environment."""

from .runtime.environment import *  # noqa: F401,F403
from .runtime.environment import EnvironmentContext  # noqa: F401
