-- stock
--
-- How many copies stand on the shelf. A book that was never here has no row.
--
-- revision: d48a2b90e6f7
-- down_revision: c3d1f68b7092
-- create_date: 2026-01-19 14:40:00+00:00

-- limbeck:upgrade
CREATE TABLE stock (
    isbn       char(13) PRIMARY KEY REFERENCES books,
    shelf      text NOT NULL,
    on_hand    integer NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
    reorder_at integer NOT NULL DEFAULT 2 CHECK (reorder_at >= 0)
);

-- limbeck:downgrade
DROP TABLE stock;
