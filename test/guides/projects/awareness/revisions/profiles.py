"""split users

Revision ID: 0010
Revises: 0009
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    """Split users table into users and profiles."""
    # 1. Create profiles table
    op.create_table(
        'user_profiles',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('bio', sa.Text(), nullable=True),
        sa.Column('avatar_url', sa.String(500), nullable=True),
        sa.Column('phone', sa.String(20), nullable=True),
        sa.Column('address', sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint('id'),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], ondelete='CASCADE'),
        sa.UniqueConstraint('user_id')
    )

    # 2. Migrate data
    connection = op.get_bind()
    result = connection.execute(
        'SELECT id, bio, avatar_url, phone, address FROM users'
    )

    profiles = []
    for row in result:
        if any([row.bio, row.avatar_url, row.phone, row.address]):
            profiles.append({
                'user_id': row.id,
                'bio': row.bio,
                'avatar_url': row.avatar_url,
                'phone': row.phone,
                'address': row.address
            })

    if profiles:
        op.bulk_insert('user_profiles', profiles)

    # 3. Drop columns from users table
    op.drop_column('users', 'bio')
    op.drop_column('users', 'avatar_url')
    op.drop_column('users', 'phone')
    op.drop_column('users', 'address')


def downgrade():
    op.add_column('users', sa.Column('bio', sa.Text()))
    op.add_column('users', sa.Column('avatar_url', sa.String(500)))
    op.add_column('users', sa.Column('phone', sa.String(20)))
    op.add_column('users', sa.Column('address', sa.Text()))
    op.execute("""
        UPDATE users SET bio = p.bio, avatar_url = p.avatar_url, phone = p.phone, address = p.address
        FROM user_profiles p WHERE p.user_id = users.id
    """)
    op.drop_table('user_profiles')
