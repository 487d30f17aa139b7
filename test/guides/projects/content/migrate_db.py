import sys

from alembic import command
from alembic.config import Config

COMMANDS = {
    "upgrade": lambda config: command.upgrade(config, "head"),
    "downgrade": lambda config: command.downgrade(config, "-1"),
    "current": lambda config: command.current(config, verbose=False),
    "history": lambda config: command.history(config),
}

if __name__ == "__main__":
    name = sys.argv[1] if len(sys.argv) > 1 else "upgrade"
    COMMANDS[name](Config("alembic.ini"))
