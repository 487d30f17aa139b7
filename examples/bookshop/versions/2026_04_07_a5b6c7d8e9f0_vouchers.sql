-- vouchers
--
-- revision: a5b6c7d8e9f0
-- down_revision: 8f41c2ead796
-- create_date: 2026-04-07 12:00:00+00:00

-- limbeck:upgrade
CREATE TABLE vouchers (
    code        text PRIMARY KEY CHECK (code = upper(code)),
    worth_cents integer NOT NULL CHECK (worth_cents > 0),
    valid_until date,
    order_id    bigint UNIQUE REFERENCES orders
);

-- limbeck:upgrade postgresql
COMMENT ON COLUMN vouchers.order_id IS 'the order it was spent on; NULL while it can be spent';

-- limbeck:downgrade
DROP TABLE vouchers;
