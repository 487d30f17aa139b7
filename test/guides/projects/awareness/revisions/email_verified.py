"""email_verified

Revision ID: 0004
Revises: 0003
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


# Adding a column safely
def upgrade():
    # 1. Add column as nullable
    op.add_column('users', sa.Column('email_verified', sa.Boolean(), nullable=True))

    # 2. Set default values for existing rows
    op.execute("UPDATE users SET email_verified = false WHERE email_verified IS NULL")

    # 3. Make column non-nullable
    op.alter_column('users', 'email_verified', nullable=False, server_default='false')


def downgrade():
    op.drop_column('users', 'email_verified')
