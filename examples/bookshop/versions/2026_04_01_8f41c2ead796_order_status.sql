-- order status
--
-- PostgreSQL has a type for it; SQLite checks the text.
--
-- revision: 8f41c2ead796
-- down_revision: 7e30b1d9c685
-- create_date: 2026-04-01 09:00:00+00:00

-- limbeck:upgrade postgresql
CREATE TYPE order_status AS ENUM ('placed', 'paid', 'sent', 'returned');
ALTER TABLE orders ADD COLUMN status order_status NOT NULL DEFAULT 'placed';

-- limbeck:upgrade sqlite
ALTER TABLE orders ADD COLUMN status text NOT NULL DEFAULT 'placed'
    CHECK (status IN ('placed', 'paid', 'sent', 'returned'));

-- limbeck:upgrade
CREATE INDEX orders_open_idx ON orders (placed_at) WHERE status IN ('placed', 'paid');

-- limbeck:downgrade
DROP INDEX orders_open_idx;
ALTER TABLE orders DROP COLUMN status;

-- limbeck:downgrade postgresql
DROP TYPE order_status;
