import logging

from alembic import command
from alembic.config import Config


def init_db():
    try:
        command.upgrade(Config("alembic.ini"), "head")
        logging.warning("migrations applied")
    except Exception as error:
        logging.error("migration failed: %s", error)
