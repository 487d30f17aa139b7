from alembic import context
from sqlalchemy import create_engine, pool

given = context.get_x_argument(as_dictionary=True)

if context.is_offline_mode():
    context.configure(dialect_name=given["dialect"], literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = create_engine(given["url"], poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
