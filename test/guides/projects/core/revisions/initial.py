"""tables

Revision ID: c0001
Revises:
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = 'c0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'table_name',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('column_name', sa.String(50)),
        sa.Column('old_column_name', sa.String(50)),
    )
    op.create_table('foreign_table', sa.Column('id', sa.Integer(), primary_key=True))
    op.create_table(
        'users',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('status', sa.String(20), nullable=False),
        sa.Column('age', sa.Integer()),
    )


def downgrade():
    op.drop_table('users')
    op.drop_table('foreign_table')
    op.drop_table('table_name')
