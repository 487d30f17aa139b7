-- order totals
--
-- revision: f6b38e1470cd
-- down_revision: e5071c9d3ab4
-- create_date: 2026-02-03 16:20:00+00:00

-- limbeck:upgrade
CREATE VIEW order_totals AS
SELECT o.order_id,
       o.customer_id,
       o.placed_at,
       count(l.isbn) AS titles,
       coalesce(sum(l.copies), 0) AS copies,
       coalesce(sum(l.copies * l.price_cents), 0) AS total_cents
FROM orders AS o
LEFT JOIN order_lines AS l ON l.order_id = o.order_id
GROUP BY o.order_id, o.customer_id, o.placed_at;

-- limbeck:downgrade
DROP VIEW order_totals;
