-- book ratings
--
-- revision: 29eb6c84d130
-- down_revision: 18da5b73c02f
-- create_date: 2026-02-05 10:30:00+00:00

-- limbeck:upgrade
CREATE VIEW book_ratings AS
SELECT b.isbn,
       b.title,
       count(r.stars) AS reviews,
       avg(r.stars) AS stars
FROM books AS b
LEFT JOIN reviews AS r ON r.isbn = b.isbn
GROUP BY b.isbn, b.title;

-- limbeck:downgrade
DROP VIEW book_ratings;
