"""index

Revision ID: c0003
Revises: c0002
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = 'c0003'
down_revision = 'c0002'
branch_labels = None
depends_on = None


def upgrade():
    op.create_index(
        'ix_table_column',
        'table_name',
        ['column_name'],
        unique=False
    )

def downgrade():
    op.drop_index('ix_table_column', table_name='table_name')
