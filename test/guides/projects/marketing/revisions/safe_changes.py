"""safe schema changes

Revision ID: 20240201_0900_5afe01
Revises: 20240115_1430_abc123
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '20240201_0900_5afe01'
down_revision = '20240115_1430_abc123'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Safe schema changes."""
    # Add nullable columns
    op.add_column('users', sa.Column('new_field', sa.String(100), nullable=True))

    # Add indexes concurrently (PostgreSQL)
    op.create_index('idx_users_new_field', 'users', ['new_field'], postgresql_concurrently=True)

    # Add constraints with validation disabled initially
    op.create_check_constraint(
        'ck_users_email_format',
        'users',
        "email ~* '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}$'"
    )


def downgrade() -> None:
    op.drop_constraint('ck_users_email_format', 'users', type_='check')
    op.drop_index('idx_users_new_field', table_name='users', postgresql_concurrently=True)
    op.drop_column('users', 'new_field')
