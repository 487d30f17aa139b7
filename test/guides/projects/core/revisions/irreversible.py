"""no way back

Revision ID: c0009
Revises: c0008
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = 'c0009'
down_revision = 'c0008'
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DELETE FROM users WHERE status = 'gone'")


def downgrade():
    raise NotImplementedError(
        "This migration cannot be automatically reversed. "
        "Manual intervention required."
    )
