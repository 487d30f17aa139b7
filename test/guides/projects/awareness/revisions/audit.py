"""audit fields

Revision ID: 0013
Revises: 0012
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def add_audit_fields(table_name):
    """Add standard audit fields to a table."""
    op.add_column(table_name, sa.Column('created_by', sa.Integer(), nullable=True))
    op.add_column(table_name, sa.Column('updated_by', sa.Integer(), nullable=True))
    op.add_column(table_name, sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True))

    op.create_foreign_key(
        f'fk_{table_name}_created_by',
        table_name, 'users',
        ['created_by'], ['id'],
        ondelete='SET NULL'
    )

    op.create_foreign_key(
        f'fk_{table_name}_updated_by',
        table_name, 'users',
        ['updated_by'], ['id'],
        ondelete='SET NULL'
    )

    op.create_index(f'ix_{table_name}_deleted_at', table_name, ['deleted_at'])


def upgrade():
    add_audit_fields('articles')


def downgrade():
    op.drop_index('ix_articles_deleted_at', 'articles')
    op.drop_constraint('fk_articles_updated_by', 'articles')
    op.drop_constraint('fk_articles_created_by', 'articles')
    for name in ('deleted_at', 'updated_by', 'created_by'):
        op.drop_column('articles', name)
