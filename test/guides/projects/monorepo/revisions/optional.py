"""Add optional email_verified column

Revision ID: e0a110000003
Revises: 05e650000002
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = 'e0a110000003'
down_revision = '05e650000002'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('users', sa.Column('email_verified', sa.Boolean(), nullable=True))


def downgrade():
    op.drop_column('users', 'email_verified')
