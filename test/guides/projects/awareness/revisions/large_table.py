"""index of a large table

Revision ID: 0005
Revises: 0004
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    """Add index to large table without locking."""
    # PostgreSQL concurrent index creation
    op.execute('SET statement_timeout = 0')
    op.execute('SET lock_timeout = 0')
    op.create_index(
        'ix_large_table_column',
        'large_table',
        ['column'],
        postgresql_concurrently=True
    )


def downgrade():
    op.drop_index('ix_large_table_column', 'large_table', postgresql_concurrently=True)
