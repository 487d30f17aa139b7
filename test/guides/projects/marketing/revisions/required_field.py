"""operations that need planning

Revision ID: 20240201_0930_0bad02
Revises: 20240201_0900_5afe01
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '20240201_0930_0bad02'
down_revision = '20240201_0900_5afe01'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Operations requiring careful planning."""
    # Dropping columns (irreversible data loss)
    op.drop_column('users', 'old_field')

    # Adding NOT NULL columns to existing tables
    # Do this in multiple steps:

    # Step 1: Add nullable column
    op.add_column('users', sa.Column('required_field', sa.String(100), nullable=True))

    # Step 2: Populate with default values (separate migration)
    op.execute("UPDATE users SET required_field = 'default_value' WHERE required_field IS NULL")

    # Step 3: Make column NOT NULL (separate migration)
    op.alter_column('users', 'required_field', nullable=False)


def downgrade() -> None:
    op.drop_column('users', 'required_field')
    op.add_column('users', sa.Column('old_field', sa.String(100)))
