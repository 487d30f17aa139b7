-- search in titles
--
-- PostgreSQL: an index built while the shop stays open. CREATE INDEX CONCURRENTLY cannot run in a transaction; limbeck sees that
-- and runs it by itself, between the statements around it. SQLite: a full-text table kept in step by triggers.
--
-- revision: 3afc7d95e241
-- down_revision: 29eb6c84d130
-- create_date: 2026-02-16 17:00:00+00:00

-- limbeck:upgrade postgresql
ALTER TABLE books ADD COLUMN words tsvector
    GENERATED ALWAYS AS (to_tsvector('english', title)) STORED;
CREATE INDEX CONCURRENTLY books_words_idx ON books USING gin (words);

-- limbeck:upgrade sqlite
CREATE VIRTUAL TABLE book_words USING fts5(title, isbn UNINDEXED);
INSERT INTO book_words (title, isbn) SELECT title, isbn FROM books;

CREATE TRIGGER books_insert_words AFTER INSERT ON books
BEGIN
    INSERT INTO book_words (title, isbn) VALUES (NEW.title, NEW.isbn);
END;

CREATE TRIGGER books_update_words AFTER UPDATE OF title, isbn ON books
BEGIN
    UPDATE book_words SET title = NEW.title, isbn = NEW.isbn WHERE isbn = OLD.isbn;
END;

CREATE TRIGGER books_delete_words AFTER DELETE ON books
BEGIN
    DELETE FROM book_words WHERE isbn = OLD.isbn;
END;

-- limbeck:downgrade postgresql
DROP INDEX CONCURRENTLY books_words_idx;
ALTER TABLE books DROP COLUMN words;

-- limbeck:downgrade sqlite
DROP TRIGGER books_delete_words;
DROP TRIGGER books_update_words;
DROP TRIGGER books_insert_words;
DROP TABLE book_words;
