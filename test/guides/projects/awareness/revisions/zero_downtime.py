"""column without downtime

Revision ID: 0011
Revises: 0010
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


# For adding columns without downtime
def upgrade():
    """Add column with zero downtime."""
    # 1. Add column as nullable
    op.add_column('users', sa.Column('new_field', sa.String(100), nullable=True))

    # 2. Deploy new code that writes to both old and new columns
    # 3. Backfill data in batches

    connection = op.get_bind()
    total = connection.execute('SELECT COUNT(*) FROM users').scalar()
    batch_size = 1000

    for offset in range(0, total, batch_size):
        op.execute(f"""
            UPDATE users
            SET new_field = COALESCE(old_field, 'default')
            WHERE id IN (
                SELECT id FROM users
                WHERE new_field IS NULL
                LIMIT {batch_size}
            )
        """)

    # 4. Make column non-nullable in next deployment
    # 5. Remove old column in final deployment


def downgrade():
    op.drop_column('users', 'new_field')
