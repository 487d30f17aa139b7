"""Runs the revisions of this directory against one database, through an asynchronous driver."""

import asyncio
from logging.config import fileConfig

from sqlalchemy import pool
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import async_engine_from_config

from alembic import context

# The values of the configuration file.
config = context.config

# Log as its logging sections say.
if config.config_file_name is not None:
    fileConfig(config.config_file_name)

# The tables as the application declares them, which `revision --autogenerate` compares the database with:
#     from shop.models import Base
#     target_metadata = Base.metadata
target_metadata = None

# Keys of your own come from the [alembic] section too:
#     tenant = config.get_main_option("tenant")


def run_migrations_offline() -> None:
    """Write the SQL instead of running it (--sql); no connection is made."""
    context.configure(
        url=config.get_main_option("sqlalchemy.url"),
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )

    with context.begin_transaction():
        context.run_migrations()


def do_run_migrations(connection: Connection) -> None:
    """What runs on the connection, once there is one; revisions are not asynchronous."""
    context.configure(connection=connection, target_metadata=target_metadata)

    with context.begin_transaction():
        context.run_migrations()


async def run_async_migrations() -> None:
    """Connect, run, and close the engine."""
    connectable = async_engine_from_config(
        config.get_section(config.config_ini_section, {}),
        prefix="sqlalchemy.",
        poolclass=pool.NullPool,
    )

    async with connectable.connect() as connection:
        await connection.run_sync(do_run_migrations)

    await connectable.dispose()


def run_migrations_online() -> None:
    """Connect and run."""
    asyncio.run(run_async_migrations())


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
