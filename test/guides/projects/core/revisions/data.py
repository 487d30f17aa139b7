"""is_active of users

Revision ID: c0006
Revises: c0005
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy import table, column

revision = 'c0006'
down_revision = 'c0005'
branch_labels = None
depends_on = None


def upgrade():
    # Define table for data operations
    users_table = table('users',
        column('id', sa.Integer),
        column('status', sa.String),
        column('is_active', sa.Boolean)
    )

    # Add new column
    op.add_column('users', sa.Column('is_active', sa.Boolean(), nullable=True))

    # Migrate data: set is_active based on status
    op.execute(
        users_table.update()
        .where(users_table.c.status == 'active')
        .values(is_active=True)
    )

    op.execute(
        users_table.update()
        .where(users_table.c.status != 'active')
        .values(is_active=False)
    )

    # Make column non-nullable after data is populated
    op.alter_column('users', 'is_active', nullable=False)

def downgrade():
    op.drop_column('users', 'is_active')
