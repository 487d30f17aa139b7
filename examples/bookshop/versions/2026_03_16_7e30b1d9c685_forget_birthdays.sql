-- forget birthdays
--
-- We do not need them, so we do not keep them. There is no way back, and the file says so.
--
-- revision: 7e30b1d9c685
-- down_revision: 6d2fa0c8b574
-- create_date: 2026-03-16 10:10:00+00:00

-- limbeck:upgrade
ALTER TABLE customers DROP COLUMN birthday;

-- limbeck:irreversible the birthdays are gone; a backup from before has them
