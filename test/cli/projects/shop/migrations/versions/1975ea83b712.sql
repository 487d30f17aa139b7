-- create account table
--
-- revision: 1975ea83b712
-- down_revision:
-- create_date: 2026-11-21 10:00:00+00:00

-- limbeck:upgrade
CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT NOT NULL);

-- limbeck:downgrade
DROP TABLE account;
