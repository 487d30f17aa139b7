-- orders
--
-- The first revision of a line of its own: it carries the label "sales", which names the line in lists, and in `upgrade sales@+1`.
--
-- revision: e5071c9d3ab4
-- down_revision: d48a2b90e6f7
-- branch_labels: sales
-- create_date: 2026-02-02 10:00:00+00:00

-- limbeck:upgrade postgresql
CREATE TABLE orders (
    order_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers,
    placed_at   timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    note        text
);

-- limbeck:upgrade sqlite
CREATE TABLE orders (
    order_id    integer PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers,
    placed_at   timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    note        text
);

-- limbeck:upgrade
CREATE INDEX orders_customer_idx ON orders (customer_id, placed_at);

CREATE TABLE order_lines (
    order_id    bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
    isbn        char(13) NOT NULL REFERENCES books,
    copies      integer NOT NULL CHECK (copies > 0),
    price_cents integer NOT NULL CHECK (price_cents >= 0),  -- as sold: the book's own price may change later
    PRIMARY KEY (order_id, isbn)
);
CREATE INDEX order_lines_isbn_idx ON order_lines (isbn);

-- limbeck:downgrade
DROP TABLE order_lines;
DROP TABLE orders;
