#!/bin/bash
# migrate_production.sh

set -e  # Exit on error

# Configuration
MAINTENANCE_MODE=true
BACKUP_BEFORE=true
VERIFY_AFTER=true

echo "=== Starting Production Migration ==="

# 1. Enable maintenance mode
if [ "$MAINTENANCE_MODE" = true ]; then
    echo "Enabling maintenance mode..."
    touch /var/www/maintenance.flag
fi

# 2. Create backup
if [ "$BACKUP_BEFORE" = true ]; then
    echo "Creating database backup..."
    pg_dump $DATABASE_URL | gzip > backup_$(date +%Y%m%d_%H%M%S).sql.gz
fi

# 3. Run migration
echo "Running migration..."
alembic upgrade head

# 4. Verify migration
if [ "$VERIFY_AFTER" = true ]; then
    echo "Verifying migration..."
    alembic current

    # Run basic health check
    curl -f http://localhost:8000/health || {
        echo "Health check failed! Rolling back..."
        alembic downgrade -1
        exit 1
    }
fi

# 5. Disable maintenance mode
if [ "$MAINTENANCE_MODE" = true ]; then
    echo "Disabling maintenance mode..."
    rm -f /var/www/maintenance.flag
fi

echo "=== Migration Complete ==="
