-- customers
--
-- revision: c3d1f68b7092
-- down_revision: b27e90c14a58
-- create_date: 2026-01-14 08:15:00+00:00

-- limbeck:upgrade postgresql
CREATE TABLE customers (
    customer_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email       text NOT NULL,
    name        text NOT NULL,
    address     text,
    birthday    date,
    joined_at   timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- limbeck:upgrade sqlite
CREATE TABLE customers (
    customer_id integer PRIMARY KEY,
    email       text NOT NULL,
    name        text NOT NULL,
    address     text,
    birthday    date,
    joined_at   timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- limbeck:upgrade
-- One account per address, however it is written.
CREATE UNIQUE INDEX customers_email_key ON customers (lower(email));

-- limbeck:downgrade
DROP TABLE customers;
