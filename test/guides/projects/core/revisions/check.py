"""age is positive

Revision ID: c0007
Revises: c0006
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = 'c0007'
down_revision = 'c0006'
branch_labels = None
depends_on = None


def upgrade():
    op.create_check_constraint(
        'ck_users_age_positive',
        'users',
        'age > 0'
    )

def downgrade():
    op.drop_constraint('ck_users_age_positive', 'users', type_='check')
