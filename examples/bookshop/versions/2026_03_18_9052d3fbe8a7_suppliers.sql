-- suppliers
--
-- The warehouse keeps its own line from its own base. It has no parent, only the label.
--
-- revision: 9052d3fbe8a7
-- down_revision:
-- branch_labels: warehouse
-- create_date: 2026-03-18 08:00:00+00:00

-- limbeck:upgrade postgresql
CREATE TABLE suppliers (
    supplier_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text NOT NULL UNIQUE,
    email       text NOT NULL
);

-- limbeck:upgrade sqlite
CREATE TABLE suppliers (
    supplier_id integer PRIMARY KEY,
    name        text NOT NULL UNIQUE,
    email       text NOT NULL
);

-- limbeck:downgrade
DROP TABLE suppliers;
