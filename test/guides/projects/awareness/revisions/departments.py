"""company departments

Revision ID: 0006
Revises: 0005
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    """Add company_departments table."""
    op.create_table(
        'company_departments',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('company_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(100), nullable=False),
        sa.Column('manager_id', sa.Integer(), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.PrimaryKeyConstraint('id'),
        sa.ForeignKeyConstraint(['company_id'], ['companies.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['manager_id'], ['users.id'], ondelete='SET NULL'),
        sa.UniqueConstraint('company_id', 'name', name='uq_company_department')
    )

    # Add indexes
    op.create_index('ix_company_departments_company_id', 'company_departments', ['company_id'])
    op.create_index('ix_company_departments_manager_id', 'company_departments', ['manager_id'])


def downgrade():
    op.drop_table('company_departments')
