"""display_name

Revision ID: 0007
Revises: 0006
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    """Rename column with data preservation."""
    # PostgreSQL
    op.alter_column('users', 'full_name', new_column_name='display_name')

    # For other databases, might need:
    # op.add_column('users', sa.Column('display_name', sa.String(255)))
    # op.execute('UPDATE users SET display_name = full_name')
    # op.drop_column('users', 'full_name')


def downgrade():
    op.alter_column('users', 'display_name', new_column_name='full_name')
