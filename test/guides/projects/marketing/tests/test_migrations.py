# tests/test_migrations.py
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlalchemy.orm import sessionmaker

class TestMigrations:

    @pytest.fixture
    def alembic_config(self):
        """Alembic configuration for testing."""
        config = Config("alembic.ini")
        config.set_main_option("sqlalchemy.url", "postgresql://test_user:test_pass@localhost/test_db")
        return config

    def test_migration_forward_backward(self, alembic_config):
        """Test migration forward and backward."""
        # Start from clean state
        command.downgrade(alembic_config, "base")

        # Apply all migrations
        command.upgrade(alembic_config, "head")

        # Downgrade one step
        command.downgrade(alembic_config, "-1")

        # Upgrade again
        command.upgrade(alembic_config, "head")

    def test_data_preservation(self, alembic_config):
        """Test that migrations preserve data integrity."""
        engine = create_engine(alembic_config.get_main_option("sqlalchemy.url"))

        # Setup initial data
        with engine.connect() as conn:
            conn.execute(text("INSERT INTO users (email, hashed_password) VALUES ('test@example.com', 'hash')"))
            conn.commit()

        # Run migration
        command.upgrade(alembic_config, "head")

        # Verify data is preserved
        with engine.connect() as conn:
            result = conn.execute(text("SELECT email FROM users WHERE email = 'test@example.com'"))
            assert result.fetchone() is not None
