-- add a column
--
-- revision: ae1027a6acf
-- down_revision: 1975ea83b712
-- create_date: 2026-11-21 10:00:00+00:00

-- limbeck:upgrade
ALTER TABLE account ADD COLUMN mail TEXT;

-- limbeck:downgrade
ALTER TABLE account DROP COLUMN mail;
