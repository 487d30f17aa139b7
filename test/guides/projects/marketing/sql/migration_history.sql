-- Track migration execution time
CREATE TABLE migration_history (
    id SERIAL PRIMARY KEY,
    revision VARCHAR(50) NOT NULL,
    operation VARCHAR(20) NOT NULL, -- 'upgrade' or 'downgrade'
    started_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    completed_at TIMESTAMP,
    duration_seconds INTEGER,
    success BOOLEAN,
    error_message TEXT,
    executed_by VARCHAR(100)
);
