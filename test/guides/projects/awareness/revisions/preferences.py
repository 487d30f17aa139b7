"""Add user preferences table

Revision ID: abc123
Revises: def456
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


# revision identifiers
revision = 'abc123'
down_revision = 'def456'
branch_labels = None
depends_on = None


def upgrade():
    """Apply migration."""
    # Create table
    op.create_table(
        'user_preferences',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('theme', sa.String(50), nullable=False, server_default='light'),
        sa.Column('language', sa.String(10), nullable=False, server_default='en'),
        sa.Column('email_notifications', sa.Boolean(), nullable=False, server_default='true'),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.Column('updated_at', sa.DateTime(timezone=True), onupdate=sa.func.now()),
        sa.PrimaryKeyConstraint('id'),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
        sa.UniqueConstraint('user_id')
    )

    # Create indexes
    op.create_index('ix_user_preferences_user_id', 'user_preferences', ['user_id'])

    # Add column to existing table
    op.add_column('users', sa.Column('preferences_id', sa.Integer(), nullable=True))

    # Create foreign key
    op.create_foreign_key(
        'fk_users_preferences',
        'users', 'user_preferences',
        ['preferences_id'], ['id']
    )


def downgrade():
    """Revert migration."""
    # Drop foreign key
    op.drop_constraint('fk_users_preferences', 'users', type_='foreignkey')

    # Drop column
    op.drop_column('users', 'preferences_id')

    # Drop index
    op.drop_index('ix_user_preferences_user_id', table_name='user_preferences')

    # Drop table
    op.drop_table('user_preferences')
