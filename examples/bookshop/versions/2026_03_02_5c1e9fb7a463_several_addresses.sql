-- several addresses
--
-- A data migration: the one address of a customer becomes the first of many. The way back keeps the one that parcels go to.
--
-- revision: 5c1e9fb7a463
-- down_revision: 4b0d8ea6f352
-- create_date: 2026-03-02 11:20:00+00:00

-- limbeck:upgrade postgresql
CREATE TABLE addresses (
    address_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
    lines       text NOT NULL,
    is_default  boolean NOT NULL DEFAULT false
);

-- limbeck:upgrade sqlite
CREATE TABLE addresses (
    address_id  integer PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
    lines       text NOT NULL,
    is_default  boolean NOT NULL DEFAULT false
);

-- limbeck:upgrade
INSERT INTO addresses (customer_id, lines, is_default)
SELECT customer_id, trim(address), true
FROM customers
WHERE trim(address) <> '';

CREATE UNIQUE INDEX addresses_default_key ON addresses (customer_id) WHERE is_default;
ALTER TABLE customers DROP COLUMN address;

-- limbeck:downgrade
ALTER TABLE customers ADD COLUMN address text;
UPDATE customers
SET address = (SELECT lines FROM addresses WHERE addresses.customer_id = customers.customer_id AND is_default);
DROP TABLE addresses;
