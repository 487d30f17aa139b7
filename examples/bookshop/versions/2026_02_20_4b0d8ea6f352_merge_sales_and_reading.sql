-- merge sales and reading
--
-- Both lines are in use; from here on there is one again. A merge needs no statements.
--
-- revision: 4b0d8ea6f352
-- down_revision: 07c94f2a6be1, 3afc7d95e241
-- create_date: 2026-02-20 09:00:00+00:00

-- limbeck:upgrade

-- limbeck:downgrade
