-- publishers and books
--
-- A book is what has an ISBN: hardback and paperback are two books. Prices are whole cents.
--
-- revision: a10c5d7e2f31
-- down_revision:
-- create_date: 2026-01-12 09:30:00+00:00

-- limbeck:upgrade postgresql
CREATE TABLE publishers (
    publisher_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text NOT NULL UNIQUE,
    country      char(2) NOT NULL
);

-- limbeck:upgrade sqlite
CREATE TABLE publishers (
    publisher_id integer PRIMARY KEY,
    name         text NOT NULL UNIQUE,
    country      char(2) NOT NULL
);

-- limbeck:upgrade
CREATE TABLE books (
    isbn         char(13) PRIMARY KEY CHECK (length(isbn) = 13),
    title        text NOT NULL,
    publisher_id bigint NOT NULL REFERENCES publishers,
    published_on date,
    price_cents  integer NOT NULL CHECK (price_cents >= 0)
);
CREATE INDEX books_publisher_idx ON books (publisher_id);

-- limbeck:downgrade
DROP TABLE books;
DROP TABLE publishers;
