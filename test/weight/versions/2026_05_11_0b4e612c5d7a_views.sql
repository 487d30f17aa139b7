-- views, and indexes built while the shop is open
--
-- revision: 0b4e612c5d7a
-- down_revision: 0a3d501b4c69
-- create_date: 2026-05-11 09:00:00+00:00

-- limbeck:upgrade
CREATE VIEW people.here AS
SELECT e.employee_id, p.full_name, e.staff_code, d.name AS depot
FROM people.employees AS e
JOIN people.persons AS p ON p.person_id = e.employee_id
JOIN geo.depots AS d USING (depot_id)
WHERE e.left_on IS NULL;

CREATE VIEW trade.local_customers WITH (security_barrier) AS
SELECT * FROM trade.customers WHERE country = 'NL'
WITH CASCADED CHECK OPTION;

CREATE RECURSIVE VIEW geo.depot_tree (depot_id, name, depth) AS
    SELECT depot_id, name, 0 FROM geo.depots WHERE parent_id IS NULL
    UNION ALL
    SELECT d.depot_id, d.name, t.depth + 1 FROM geo.depots AS d JOIN depot_tree AS t ON t.depot_id = d.parent_id;

CREATE MATERIALIZED VIEW money.turnover AS
SELECT i.customer_id, date_trunc('month', i.issued_on::timestamp)::date AS month, i.currency, sum(l.amount) AS amount
FROM money.invoices AS i
JOIN money.invoice_lines AS l USING (invoice_id)
WHERE i.state <> 'draft'
GROUP BY 1, 2, 3
WITH NO DATA;
CREATE UNIQUE INDEX turnover_key ON money.turnover (customer_id, month, currency);
REFRESH MATERIALIZED VIEW money.turnover;

CREATE MATERIALIZED VIEW parcel.on_time AS
SELECT depot_id, count(*) FILTER (WHERE state = 'delivered') AS delivered, count(*) AS all_of_them
FROM parcel.parcels
GROUP BY depot_id;

CREATE INDEX CONCURRENTLY events_depot_2026_05_idx ON parcel.events_2026_05 (depot_id) WHERE depot_id IS NOT NULL;
CREATE INDEX CONCURRENTLY customers_settings_idx ON trade.customers USING gin (settings);
CREATE UNIQUE INDEX CONCURRENTLY api_keys_live_key ON trade.api_keys (customer_id, key_id) WHERE expires_at IS NULL;

CREATE STATISTICS parcel.state_by_depot (dependencies, ndistinct) ON depot_id, state FROM parcel.parcels;
COMMENT ON MATERIALIZED VIEW money.turnover IS 'By month; refreshed at night -- REFRESH MATERIALIZED VIEW CONCURRENTLY money.turnover;';

-- limbeck:downgrade
DROP STATISTICS parcel.state_by_depot;
DROP INDEX CONCURRENTLY trade.api_keys_live_key;
DROP INDEX CONCURRENTLY trade.customers_settings_idx;
DROP INDEX CONCURRENTLY parcel.events_depot_2026_05_idx;
DROP MATERIALIZED VIEW parcel.on_time;
DROP MATERIALIZED VIEW money.turnover;
DROP VIEW geo.depot_tree;
DROP VIEW trade.local_customers;
DROP VIEW people.here;
