"""migrate_user_data_to_new_format

Revision ID: abc123def456
Revises: 0607bc5b8536
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = 'abc123def456'
down_revision = '0607bc5b8536'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Custom SQL or data migration logic
    op.execute("UPDATE users SET status = 'active' WHERE status IS NULL")

def downgrade() -> None:
    # Reverse the migration
    op.execute("UPDATE users SET status = NULL WHERE status = 'active'")
