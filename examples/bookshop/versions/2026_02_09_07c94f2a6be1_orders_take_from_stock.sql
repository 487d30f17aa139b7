-- orders take from stock
--
-- A line that is ordered takes its copies from the shelf, and the CHECK on stock refuses what is not there. The two databases
-- write triggers in their own ways, so each has its own section.
--
-- revision: 07c94f2a6be1
-- down_revision: f6b38e1470cd
-- create_date: 2026-02-09 09:10:00+00:00

-- limbeck:upgrade postgresql
CREATE FUNCTION take_from_stock() RETURNS trigger
LANGUAGE plpgsql
AS $body$
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        UPDATE stock SET on_hand = on_hand + OLD.copies WHERE isbn = OLD.isbn;
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        UPDATE stock SET on_hand = on_hand - NEW.copies WHERE isbn = NEW.isbn;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'book % is not in stock', NEW.isbn;
        END IF;
    END IF;
    RETURN NULL;
END;
$body$;

CREATE TRIGGER order_lines_take_from_stock
AFTER INSERT OR UPDATE OR DELETE ON order_lines
FOR EACH ROW EXECUTE FUNCTION take_from_stock();

-- limbeck:upgrade sqlite
CREATE TRIGGER order_lines_insert_stock AFTER INSERT ON order_lines
BEGIN
    SELECT raise(ABORT, 'this book is not in stock')
    WHERE NOT EXISTS (SELECT 1 FROM stock WHERE isbn = NEW.isbn);
    UPDATE stock SET on_hand = on_hand - NEW.copies WHERE isbn = NEW.isbn;
END;

CREATE TRIGGER order_lines_update_stock AFTER UPDATE OF copies, isbn ON order_lines
BEGIN
    UPDATE stock SET on_hand = on_hand + OLD.copies WHERE isbn = OLD.isbn;
    UPDATE stock SET on_hand = on_hand - NEW.copies WHERE isbn = NEW.isbn;
END;

CREATE TRIGGER order_lines_delete_stock AFTER DELETE ON order_lines
BEGIN
    UPDATE stock SET on_hand = on_hand + OLD.copies WHERE isbn = OLD.isbn;
END;

-- limbeck:downgrade postgresql
DROP TRIGGER order_lines_take_from_stock ON order_lines;
DROP FUNCTION take_from_stock();

-- limbeck:downgrade sqlite
DROP TRIGGER order_lines_delete_stock;
DROP TRIGGER order_lines_update_stock;
DROP TRIGGER order_lines_insert_stock;
