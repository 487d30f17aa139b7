"""Add user table

Revision ID: 05e650000002
Revises: 9a0d0c750001
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '05e650000002'
down_revision = '9a0d0c750001'
branch_labels = None
depends_on = None


import datetime


def upgrade():
    users = op.create_table(
        'users',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('email', sa.String(length=255), nullable=False),
        sa.Column('verified_at', sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint('id'),
    )
    op.bulk_insert(users, [
        {'id': 1, 'email': 'ann@example.com', 'verified_at': datetime.datetime(2026, 1, 31, 12, 30)},
        {'id': 2, 'email': "o'neil@example.com", 'verified_at': None},
    ])


def downgrade():
    op.drop_table('users')
