"""drop old_preferences

Revision ID: abc123def459
Revises: abc123def458
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = 'abc123def459'
down_revision = 'abc123def458'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # ⚠️ DESTRUCTIVE: Removes column with user preferences
    # Data will be lost! Ensure data is migrated first.
    op.drop_column('users', 'old_preferences')


def downgrade() -> None:
    op.add_column('users', sa.Column('old_preferences', sa.String(50)))
