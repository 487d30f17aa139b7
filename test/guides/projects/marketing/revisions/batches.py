"""process events in batches

Revision ID: 20240204_1000_ba7c4
Revises: 20240203_1000_9ef5
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '20240204_1000_ba7c4'
down_revision = '20240203_1000_9ef5'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Process large tables in batches."""
    connection = op.get_bind()
    batch_size = 10000

    # Get total count
    result = connection.execute("SELECT COUNT(*) FROM analytics_events")
    total_records = result.scalar()

    # Process in batches
    for offset in range(0, total_records, batch_size):
        connection.execute(f"""
            UPDATE analytics_events
            SET processed = true
            WHERE id IN (
                SELECT id FROM analytics_events
                WHERE processed = false
                ORDER BY id
                LIMIT {batch_size}
            )
        """)

        print(f"Processed {min(offset + batch_size, total_records)}/{total_records} records")


def downgrade() -> None:
    op.execute("UPDATE analytics_events SET processed = false")
