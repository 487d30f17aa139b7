-- Check for long-running migrations
SELECT
    revision,
    operation,
    started_at,
    EXTRACT(EPOCH FROM (CURRENT_TIMESTAMP - started_at)) as duration_seconds
FROM migration_history
WHERE completed_at IS NULL
ORDER BY started_at DESC;

-- Migration success rate
SELECT
    DATE_TRUNC('month', started_at) as month,
    COUNT(*) as total_migrations,
    COUNT(CASE WHEN success THEN 1 END) as successful_migrations,
    ROUND(COUNT(CASE WHEN success THEN 1 END) * 100.0 / COUNT(*), 2) as success_rate
FROM migration_history
GROUP BY DATE_TRUNC('month', started_at)
ORDER BY month DESC;
