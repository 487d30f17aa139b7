#!/bin/bash
# pre_migration_check.sh

echo "=== Pre-Migration Checklist ==="

# 1. Backup database
echo "Creating database backup..."
pg_dump $DATABASE_URL > backup_$(date +%Y%m%d_%H%M%S).sql

# 2. Check current migration status
echo "Current migration version:"
alembic current

# 3. Test migration on staging
echo "Have you tested this migration on staging? (y/n)"
read -r response
if [[ "$response" != "y" ]]; then
    echo "Please test on staging first!"
    exit 1
fi

# 4. Check for long-running queries
echo "Checking for long-running queries..."
psql $DATABASE_URL -c "SELECT pid, now() - pg_stat_activity.query_start AS duration, query
FROM pg_stat_activity
WHERE (now() - pg_stat_activity.query_start) > interval '5 minutes';"

# 5. Estimate migration time
echo "Estimated migration time based on table sizes:"
psql $DATABASE_URL -c "SELECT schemaname,tablename,pg_size_pretty(pg_total_relation_size(schemaname||'.'||tablename)) AS size
FROM pg_tables
WHERE schemaname = 'public'
ORDER BY pg_total_relation_size(schemaname||'.'||tablename) DESC;"
