"""normalise status

Revision ID: abc123def457
Revises: abc123def456
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = 'abc123def457'
down_revision = 'abc123def456'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Migrate user status values
    op.execute("""
        UPDATE users
        SET status = 'active'
        WHERE status IS NULL OR status = ''
    """)

def downgrade() -> None:
    # Rollback: Set back to NULL
    op.execute("""
        UPDATE users
        SET status = NULL
        WHERE status = 'active'
    """)
