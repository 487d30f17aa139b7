"""preferences_json

Revision ID: abc123def458
Revises: abc123def457
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = 'abc123def458'
down_revision = 'abc123def457'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Step 1: Add new column
    op.add_column('users', sa.Column('preferences_json', sa.JSON()))

    # Step 2: Migrate data (custom logic)
    op.execute("""
        UPDATE users
        SET preferences_json = json_build_object('theme', old_preferences)
        WHERE old_preferences IS NOT NULL
    """)

    # Step 3: Mark old column as deprecated (in separate migration)
    # op.drop_column('users', 'old_preferences')  # Do in next migration


def downgrade() -> None:
    op.drop_column('users', 'preferences_json')
