"""new format of preferences

Revision ID: 20240203_1000_9ef5
Revises: 20240202_1000_90575
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '20240203_1000_9ef5'
down_revision = '20240202_1000_90575'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Data migration example."""
    # Use bulk operations for better performance
    connection = op.get_bind()

    # Update user preferences format
    connection.execute("""
        UPDATE users
        SET notification_preferences = jsonb_build_object(
            'email_analytics', COALESCE((notification_preferences->>'email_analytics')::boolean, true),
            'email_post_published', COALESCE((notification_preferences->>'email_post_published')::boolean, false),
            'push_engagement', COALESCE((notification_preferences->>'push_engagement')::boolean, true),
            'digest_frequency', COALESCE(notification_preferences->>'digest_frequency', 'weekly')
        )
        WHERE notification_preferences IS NOT NULL
    """)

    # Set default for NULL values
    connection.execute("""
        UPDATE users
        SET notification_preferences = '{
            "email_analytics": true,
            "email_post_published": false,
            "push_engagement": true,
            "digest_frequency": "weekly"
        }'::jsonb
        WHERE notification_preferences IS NULL
    """)


def downgrade() -> None:
    pass
