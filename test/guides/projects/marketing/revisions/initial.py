"""initial schema

Revision ID: 20240115_1400_def456
Revises:
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '20240115_1400_def456'
down_revision = None
branch_labels = None
depends_on = None


UUID = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), 'postgresql')
JSONB = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    on_postgresql = op.get_context().dialect.name == 'postgresql'
    op.create_table(
        'users',
        sa.Column('id', UUID, primary_key=True,
                  server_default=sa.text('gen_random_uuid()') if on_postgresql else None),
        sa.Column('email', sa.String(255), nullable=False, unique=True),
        sa.Column('hashed_password', sa.String(255), nullable=False),
        sa.Column('old_field', sa.String(100)),
        sa.Column('notification_preferences', JSONB),
    )
    op.create_table(
        'campaigns',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('start_date', sa.Date()),
        sa.Column('end_date', sa.Date()),
    )
    op.create_table(
        'analytics_events',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('processed', sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        'posts_old',
        sa.Column('id', UUID, primary_key=True),
        sa.Column('user_id', UUID, nullable=False),
        sa.Column('title', sa.String(500)),
        sa.Column('caption', sa.Text(), nullable=False),
        sa.Column('media_url', sa.Text(), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('updated_at', sa.DateTime(), nullable=False),
        sa.Column('deleted_at', sa.DateTime()),
    )


def downgrade() -> None:
    op.execute('DROP TABLE IF EXISTS posts')
    op.execute('DROP TABLE IF EXISTS posts_old')
    op.drop_table('analytics_events')
    op.drop_table('campaigns')
    op.drop_table('users')
