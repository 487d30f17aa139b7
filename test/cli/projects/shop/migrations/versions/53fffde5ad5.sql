-- merge ae and 27
--
-- revision: 53fffde5ad5
-- down_revision: ae1027a6acf, 27c6a30d7c24
-- create_date: 2026-11-21 10:00:00+00:00

-- limbeck:upgrade


-- limbeck:downgrade

