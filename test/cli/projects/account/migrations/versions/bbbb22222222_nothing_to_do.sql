-- nothing to do
--
-- revision: bbbb22222222
-- down_revision: aaaa11111111

-- limbeck:upgrade

-- limbeck:downgrade
