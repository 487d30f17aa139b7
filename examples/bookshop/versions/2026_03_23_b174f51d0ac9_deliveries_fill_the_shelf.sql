-- deliveries fill the shelf
--
-- revision: b174f51d0ac9
-- down_revision: a063e40cf9b8
-- create_date: 2026-03-23 16:30:00+00:00

-- limbeck:upgrade postgresql
CREATE FUNCTION fill_the_shelf() RETURNS trigger
LANGUAGE plpgsql
AS $body$
BEGIN
    UPDATE stock SET on_hand = on_hand + NEW.copies WHERE isbn = NEW.isbn;
    RETURN NULL;
END;
$body$;

CREATE TRIGGER delivery_lines_fill_the_shelf
AFTER INSERT ON delivery_lines
FOR EACH ROW EXECUTE FUNCTION fill_the_shelf();

-- limbeck:upgrade sqlite
CREATE TRIGGER delivery_lines_fill_the_shelf AFTER INSERT ON delivery_lines
BEGIN
    UPDATE stock SET on_hand = on_hand + NEW.copies WHERE isbn = NEW.isbn;
END;

-- limbeck:upgrade
CREATE VIEW books_to_order AS
SELECT s.isbn, b.title, b.publisher_id, s.on_hand, s.reorder_at
FROM stock AS s
JOIN books AS b ON b.isbn = s.isbn
WHERE s.on_hand <= s.reorder_at;

-- limbeck:downgrade
DROP VIEW books_to_order;

-- limbeck:downgrade postgresql
DROP TRIGGER delivery_lines_fill_the_shelf ON delivery_lines;
DROP FUNCTION fill_the_shelf();

-- limbeck:downgrade sqlite
DROP TRIGGER delivery_lines_fill_the_shelf;
