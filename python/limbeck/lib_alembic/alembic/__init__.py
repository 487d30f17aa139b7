"""What revision scripts, env.py and applications import as `alembic`; the work is done by the limbeck program."""

import sys

from limbeck import missing

__version__ = "1.19.2"

missing.install_finder()
__getattr__, __dir__ = missing.lazy(
    __name__,
    {
        name: "." + name
        for name in (
            "autogenerate", "command", "config", "context", "ddl", "environment", "migration", "op", "operations",
            "runtime", "script", "util",
        )
    },
)
