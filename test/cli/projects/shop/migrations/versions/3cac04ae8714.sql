-- add hosts
--
-- revision: 3cac04ae8714
-- down_revision:
-- depends_on: ae1027a6acf
-- branch_labels: networking
-- create_date: 2026-11-21 10:00:00+00:00

-- limbeck:upgrade
CREATE TABLE host (id INTEGER PRIMARY KEY, name TEXT);

-- limbeck:downgrade
DROP TABLE host;
