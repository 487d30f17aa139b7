"""timeout of a statement

Revision ID: 0012
Revises: 0011
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


# Add timeout configuration
def upgrade():
    # Set statement timeout for PostgreSQL
    op.execute('SET statement_timeout = 300000')  # 5 minutes

    # Your migration operations
    op.create_index('ix_enrollments_course', 'enrollments', ['course_id'])


def downgrade():
    op.drop_index('ix_enrollments_course')
