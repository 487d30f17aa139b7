-- add cart
--
-- revision: 27c6a30d7c24
-- down_revision: 1975ea83b712
-- branch_labels: shoppingcart
-- create_date: 2026-11-21 10:00:00+00:00

-- limbeck:upgrade
CREATE TABLE cart (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL);
CREATE INDEX cart_account ON cart (account_id);

-- limbeck:downgrade
DROP TABLE cart;
