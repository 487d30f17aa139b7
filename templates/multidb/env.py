"""Runs the revisions of this directory against several databases."""

import logging
import re
from logging.config import fileConfig

from sqlalchemy import engine_from_config
from sqlalchemy import pool

from alembic import context

# True: prepare the transactions of all databases before any of them is committed (PostgreSQL, MySQL).
USE_TWOPHASE = False

# The values of the configuration file.
config = context.config

# Log as its logging sections say.
if config.config_file_name is not None:
    fileConfig(config.config_file_name)
logger = logging.getLogger("alembic.env")

# Each name is a section with a sqlalchemy.url of its own.
db_names = config.get_main_option("databases", "")

# The tables of each database as the application declares them, which `revision --autogenerate` compares it with:
#     from shop.models import orders, stock
#     target_metadata = {"engine1": orders.metadata, "engine2": stock.metadata}
target_metadata = {}


def names() -> list:
    """The names in `databases`, in their order."""
    return re.split(r",\s*", db_names)


def run_migrations_offline() -> None:
    """Write the SQL instead of running it (--sql), to a file NAME.sql for each database."""
    for name in names():
        file_name = "%s.sql" % name
        logger.info("Migrating database %s", name)
        logger.info("Writing output to %s", file_name)
        with open(file_name, "w") as buffer:
            context.configure(
                url=config.get_section_option(name, "sqlalchemy.url"),
                output_buffer=buffer,
                target_metadata=target_metadata.get(name),
                literal_binds=True,
                dialect_opts={"paramstyle": "named"},
            )
            with context.begin_transaction():
                context.run_migrations(engine_name=name)


def run_migrations_online() -> None:
    """Open a transaction on every database, run, and commit them all if none has failed."""
    engines = {}
    for name in names():
        engines[name] = record = {}
        record["engine"] = engine_from_config(
            config.get_section(name, {}),
            prefix="sqlalchemy.",
            poolclass=pool.NullPool,
        )

    for record in engines.values():
        record["connection"] = connection = record["engine"].connect()
        if USE_TWOPHASE:
            record["transaction"] = connection.begin_twophase()
        else:
            record["transaction"] = connection.begin()

    try:
        for name, record in engines.items():
            logger.info("Migrating database %s", name)
            context.configure(
                connection=record["connection"],
                upgrade_token="%s_upgrades" % name,
                downgrade_token="%s_downgrades" % name,
                target_metadata=target_metadata.get(name),
            )
            context.run_migrations(engine_name=name)

        if USE_TWOPHASE:
            for record in engines.values():
                record["transaction"].prepare()

        for record in engines.values():
            record["transaction"].commit()
    except BaseException:
        for record in engines.values():
            record["transaction"].rollback()
        raise
    finally:
        for record in engines.values():
            record["connection"].close()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
