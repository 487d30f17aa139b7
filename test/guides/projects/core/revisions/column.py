"""column

Revision ID: c0002
Revises: c0001
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = 'c0002'
down_revision = 'c0001'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('table_name',
        sa.Column('new_column', sa.String(100), nullable=True)
    )

def downgrade():
    op.drop_column('table_name', 'new_column')
