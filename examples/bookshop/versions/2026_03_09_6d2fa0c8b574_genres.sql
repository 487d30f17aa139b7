-- genres
--
-- Reference data belongs to the schema: the rows come with the table.
--
-- revision: 6d2fa0c8b574
-- down_revision: 5c1e9fb7a463
-- create_date: 2026-03-09 15:00:00+00:00

-- limbeck:upgrade
CREATE TABLE genres (
    genre text PRIMARY KEY,
    shelf text NOT NULL
);
INSERT INTO genres (genre, shelf) VALUES
    ('crime', 'A'), ('fantasy', 'B'), ('poetry', 'C'), ('history', 'D'),
    ('children''s', 'E'), ('travel; maps', 'F');

CREATE TABLE book_genres (
    isbn  char(13) NOT NULL REFERENCES books ON DELETE CASCADE,
    genre text NOT NULL REFERENCES genres,
    PRIMARY KEY (isbn, genre)
);
CREATE INDEX book_genres_genre_idx ON book_genres (genre);

-- limbeck:downgrade
DROP TABLE book_genres;
DROP TABLE genres;
