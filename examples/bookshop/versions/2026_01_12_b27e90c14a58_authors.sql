-- authors
--
-- revision: b27e90c14a58
-- down_revision: a10c5d7e2f31
-- create_date: 2026-01-12 11:05:00+00:00

-- limbeck:upgrade postgresql
CREATE TABLE authors (
    author_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text NOT NULL,
    sort_name  text NOT NULL
);

-- limbeck:upgrade sqlite
CREATE TABLE authors (
    author_id  integer PRIMARY KEY,
    name       text NOT NULL,
    sort_name  text NOT NULL
);

-- limbeck:upgrade
CREATE INDEX authors_sort_name_idx ON authors (sort_name);

CREATE TABLE book_authors (
    isbn      char(13) NOT NULL REFERENCES books ON DELETE CASCADE,
    author_id bigint NOT NULL REFERENCES authors,
    position  smallint NOT NULL DEFAULT 1,
    role      text NOT NULL DEFAULT 'author' CHECK (role IN ('author', 'editor', 'translator', 'illustrator')),
    PRIMARY KEY (isbn, author_id, role)
);
CREATE INDEX book_authors_author_idx ON book_authors (author_id);

-- limbeck:downgrade
DROP TABLE book_authors;
DROP TABLE authors;
