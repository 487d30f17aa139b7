-- create account
--
-- revision: aaaa11111111
-- down_revision:

-- limbeck:upgrade
CREATE TABLE account (
    id SERIAL NOT NULL, 
    PRIMARY KEY (id)
);

-- limbeck:downgrade
DROP TABLE account;
