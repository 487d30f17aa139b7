"""room for the enum

Revision ID: 0008
Revises: 0007
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade():
    op.drop_column('users', 'role')


def downgrade():
    op.add_column('users', sa.Column('role', sa.String(50), nullable=False, server_default='user'))
    op.alter_column('users', 'role', server_default=None)
