"""Backfill email_verified column

Revision ID: e0a110000004
Revises: e0a110000003
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = 'e0a110000004'
down_revision = 'e0a110000003'
branch_labels = None
depends_on = None


def upgrade():
    users = sa.table('users', sa.column('verified_at'), sa.column('email_verified', sa.Boolean()))
    op.execute(users.update().values(email_verified=users.c.verified_at.isnot(None)))


def downgrade():
    op.execute("UPDATE users SET email_verified = NULL")
