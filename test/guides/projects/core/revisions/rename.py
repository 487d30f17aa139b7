"""rename

Revision ID: c0004
Revises: c0003
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = 'c0004'
down_revision = 'c0003'
branch_labels = None
depends_on = None


def upgrade():
    op.alter_column(
        'table_name',
        'old_column_name',
        new_column_name='new_column_name'
    )

def downgrade():
    op.alter_column(
        'table_name',
        'new_column_name',
        new_column_name='old_column_name'
    )
