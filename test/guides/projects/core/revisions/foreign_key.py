"""foreign key

Revision ID: c0005
Revises: c0004
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = 'c0005'
down_revision = 'c0004'
branch_labels = None
depends_on = None


def upgrade():
    # Add column first
    op.add_column('table_name',
        sa.Column('foreign_id', sa.Integer(), nullable=True)
    )

    # Create foreign key constraint
    op.create_foreign_key(
        'fk_table_foreign',
        'table_name',
        'foreign_table',
        ['foreign_id'],
        ['id'],
        ondelete='CASCADE'
    )

def downgrade():
    op.drop_constraint('fk_table_foreign', 'table_name', type_='foreignkey')
    op.drop_column('table_name', 'foreign_id')
