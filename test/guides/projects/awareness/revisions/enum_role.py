"""user role enum

Revision ID: 0009
Revises: 0008
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


from sqlalchemy.dialects import postgresql

# Define enum
user_role = postgresql.ENUM('user', 'admin', 'manager', name='user_role')

def upgrade():
    """Add user role enum."""
    # Create enum type
    user_role.create(op.get_bind())

    # Add column using enum
    op.add_column('users', sa.Column('role', user_role, nullable=False, server_default='user'))


def downgrade():
    """Remove user role enum."""
    op.drop_column('users', 'role')

    # Drop enum type
    user_role.drop(op.get_bind())
