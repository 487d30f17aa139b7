"""role instead of is_admin

Revision ID: 0003
Revises: abc123
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '0003'
down_revision = 'abc123'
branch_labels = None
depends_on = None


def upgrade():
    """Migrate data along with schema."""
    # Add new column
    op.add_column('users', sa.Column('role', sa.String(50), nullable=True))

    # Migrate data
    connection = op.get_bind()
    result = connection.execute('SELECT id, is_admin FROM users')
    for row in result:
        role = 'admin' if row.is_admin else 'user'
        connection.execute(
            f"UPDATE users SET role = '{role}' WHERE id = {row.id}"
        )

    # Make column non-nullable after data migration
    op.alter_column('users', 'role', nullable=False)

    # Drop old column
    op.drop_column('users', 'is_admin')


def downgrade():
    op.add_column('users', sa.Column('is_admin', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE users SET is_admin = true WHERE role = 'admin'")
    op.drop_column('users', 'role')
