#!/bin/bash
set -e

echo "Running database migrations..."

# Check database connection
python -c "from content_creation_crew.db.engine import test_connection; exit(0 if test_connection() else 1)"

# Run migrations
alembic upgrade head

echo "✓ Migrations completed successfully"
