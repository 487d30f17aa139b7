"""Add user profile fields

Revision ID: 20240115_1430_abc123_add_user_profile_fields
Revises: 20240115_1400_def456_initial_schema
Create Date: 2024-01-15 14:30:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers
revision = '20240115_1430_abc123'
down_revision = '20240115_1400_def456'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade database schema."""
    # Add new columns
    op.add_column('users', sa.Column('bio', sa.Text(), nullable=True))
    op.add_column('users', sa.Column('avatar_url', sa.Text(), nullable=True))
    op.add_column('users', sa.Column('timezone', sa.String(50), nullable=False, server_default='UTC'))

    # Add index
    op.create_index('idx_users_timezone', 'users', ['timezone'])


def downgrade() -> None:
    """Downgrade database schema."""
    # Remove index
    op.drop_index('idx_users_timezone', table_name='users')

    # Remove columns
    op.drop_column('users', 'timezone')
    op.drop_column('users', 'avatar_url')
    op.drop_column('users', 'bio')
