-- Check migration history
SELECT * FROM alembic_version;

-- Manually update version
UPDATE alembic_version SET version_num = 'previous_version';

-- Check for locks
SELECT * FROM pg_locks WHERE NOT granted;

-- Kill blocking queries
SELECT pg_terminate_backend(pid)
FROM pg_stat_activity
WHERE pid <> pg_backend_pid()
AND query LIKE '%ALTER TABLE%';
