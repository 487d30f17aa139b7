# scripts/test_migration_performance.py
import time
from alembic import command
from alembic.config import Config

def test_migration_performance():
    """Test migration performance with large dataset."""
    config = Config("alembic.ini")

    # Create large test dataset
    create_test_data(1000000)  # 1M records

    # Time the migration
    start_time = time.time()
    command.upgrade(config, "head")
    migration_time = time.time() - start_time

    print(f"Migration completed in {migration_time:.2f} seconds")

    # Verify data integrity
    verify_data_integrity()

    # Cleanup
    command.downgrade(config, "base")
