"""index without a lock

Revision ID: c0008
Revises: c0007
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = 'c0008'
down_revision = 'c0007'
branch_labels = None
depends_on = None


def upgrade():
    # Must be outside transaction
    op.execute('COMMIT')
    op.create_index(
        'ix_table_column',
        'table_name',
        ['column_name'],
        postgresql_concurrently=True
    )

def downgrade():
    op.execute('COMMIT')
    op.drop_index(
        'ix_table_column',
        table_name='table_name',
        postgresql_concurrently=True
    )
