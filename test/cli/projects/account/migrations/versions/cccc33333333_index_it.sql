-- index it
--
-- revision: cccc33333333
-- down_revision: bbbb22222222

-- limbeck:upgrade postgresql
CREATE INDEX CONCURRENTLY account_idx ON account (id);

-- limbeck:upgrade sqlite,mysql
CREATE INDEX account_idx ON account (id)

-- limbeck:downgrade
DROP INDEX account_idx;
