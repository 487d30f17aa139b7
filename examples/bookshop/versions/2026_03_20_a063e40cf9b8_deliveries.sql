-- deliveries
--
-- Refers to books and stock, which another line makes: depends_on sees to it that they are there first.
--
-- revision: a063e40cf9b8
-- down_revision: 9052d3fbe8a7
-- depends_on: d48a2b90e6f7
-- create_date: 2026-03-20 10:00:00+00:00

-- limbeck:upgrade postgresql
CREATE TABLE deliveries (
    delivery_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    supplier_id bigint NOT NULL REFERENCES suppliers,
    arrived_on  date NOT NULL DEFAULT CURRENT_DATE
);

-- limbeck:upgrade sqlite
CREATE TABLE deliveries (
    delivery_id integer PRIMARY KEY,
    supplier_id bigint NOT NULL REFERENCES suppliers,
    arrived_on  date NOT NULL DEFAULT CURRENT_DATE
);

-- limbeck:upgrade
CREATE INDEX deliveries_supplier_idx ON deliveries (supplier_id);

CREATE TABLE delivery_lines (
    delivery_id bigint NOT NULL REFERENCES deliveries ON DELETE CASCADE,
    isbn        char(13) NOT NULL REFERENCES stock,
    copies      integer NOT NULL CHECK (copies > 0),
    cost_cents  integer NOT NULL CHECK (cost_cents >= 0),
    PRIMARY KEY (delivery_id, isbn)
);
CREATE INDEX delivery_lines_isbn_idx ON delivery_lines (isbn);

-- limbeck:downgrade
DROP TABLE delivery_lines;
DROP TABLE deliveries;
