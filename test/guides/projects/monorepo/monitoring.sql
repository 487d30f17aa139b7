-- Check migration history
SELECT * FROM alembic_version;

-- Monitor active connections
SELECT count(*) FROM pg_stat_activity WHERE state = 'active';

-- Check for long-running queries
SELECT query, state, query_start
FROM pg_stat_activity
WHERE query_start < now() - interval '1 minute';
