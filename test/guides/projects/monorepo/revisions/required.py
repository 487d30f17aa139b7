"""Make email_verified non-nullable

Revision ID: e0a110000005
Revises: e0a110000004
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = 'e0a110000005'
down_revision = 'e0a110000004'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('users') as batch_op:
        batch_op.alter_column('email_verified', existing_type=sa.Boolean(), nullable=False)


def downgrade():
    with op.batch_alter_table('users') as batch_op:
        batch_op.alter_column('email_verified', existing_type=sa.Boolean(), nullable=True)
