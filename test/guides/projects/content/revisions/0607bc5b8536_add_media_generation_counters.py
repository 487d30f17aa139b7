"""add media generation counters

Revision ID: 0607bc5b8536
Revises: 0607bc5b8535
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0607bc5b8536'
down_revision = '0607bc5b8535'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('users', sa.Column('images_generated', sa.Integer(), server_default='0', nullable=False))
    op.add_column('users', sa.Column('videos_generated', sa.Integer(), server_default='0', nullable=False))


def downgrade() -> None:
    op.drop_column('users', 'videos_generated')
    op.drop_column('users', 'images_generated')
