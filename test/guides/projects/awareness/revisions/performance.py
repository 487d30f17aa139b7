"""performance

Revision ID: 0015
Revises: 0014
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade():
    """Optimize database performance."""
    # Add missing indexes
    op.create_index('ix_users_email_lower', 'users', [sa.text('LOWER(email)')])
    op.create_index('ix_users_created_at', 'users', ['created_at'])

    # Partial indexes
    op.create_index(
        'ix_users_active',
        'users',
        ['email'],
        postgresql_where='is_active = true'
    )

    # Composite indexes
    op.create_index(
        'ix_enrollments_user_course',
        'enrollments',
        ['user_id', 'course_id'],
        unique=True
    )

    # Update table statistics
    op.execute('ANALYZE users')
    op.execute('ANALYZE enrollments')


def downgrade():
    op.drop_index('ix_enrollments_user_course', 'enrollments')
    op.drop_index('ix_users_active', 'users')
    op.drop_index('ix_users_created_at', 'users')
    op.drop_index('ix_users_email_lower', 'users')
