-- reviews
--
-- Written at the same time as the orders, by somebody else: it starts at the same revision, so the history branches here.
--
-- revision: 18da5b73c02f
-- down_revision: d48a2b90e6f7
-- branch_labels: reading
-- create_date: 2026-02-04 13:45:00+00:00

-- limbeck:upgrade postgresql
CREATE TABLE reviews (
    isbn        char(13) NOT NULL REFERENCES books ON DELETE CASCADE,
    customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
    stars       smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
    words       text,
    written_at  timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (isbn, customer_id)
);

-- limbeck:upgrade sqlite
CREATE TABLE reviews (
    isbn        char(13) NOT NULL REFERENCES books ON DELETE CASCADE,
    customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
    stars       smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
    words       text,
    written_at  timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (isbn, customer_id)
);

-- limbeck:upgrade
CREATE INDEX reviews_customer_idx ON reviews (customer_id);

-- limbeck:downgrade
DROP TABLE reviews;
