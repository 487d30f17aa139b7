-- who may see what
--
-- revision: 0c5f723d6e8b
-- down_revision: 0b4e612c5d7a
-- create_date: 2026-05-12 09:00:00+00:00

-- limbeck:upgrade
ALTER TABLE parcel.shipments ENABLE ROW LEVEL SECURITY;
ALTER TABLE parcel.shipments FORCE ROW LEVEL SECURITY;
CREATE POLICY own_shipments ON parcel.shipments
    USING (customer_id = current_setting('app.customer', true)::bigint)
    WITH CHECK (customer_id = current_setting('app.customer', true)::bigint);
CREATE POLICY clerks_see_all ON parcel.shipments AS PERMISSIVE FOR SELECT TO PUBLIC
    USING (current_setting('app.role', true) = 'clerk; all');

ALTER TABLE people.contracts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_contract ON people.contracts AS RESTRICTIVE FOR SELECT
    USING (employee_id = nullif(current_setting('app.employee', true), '')::bigint);

REVOKE ALL ON FUNCTION money.price_of(integer, geo.country_code, date) FROM PUBLIC;
GRANT USAGE ON SCHEMA geo TO PUBLIC;
GRANT SELECT ON geo.countries, geo.cities, geo.depots TO PUBLIC;
GRANT SELECT (customer_id, name), UPDATE (name) ON trade.customers TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA geo GRANT SELECT ON TABLES TO PUBLIC;

CREATE PUBLICATION tracking FOR TABLE parcel.parcels (parcel_id, barcode, state) WHERE (parcel_id > 0), geo.countries;

-- limbeck:downgrade
DROP PUBLICATION tracking;
ALTER DEFAULT PRIVILEGES IN SCHEMA geo REVOKE SELECT ON TABLES FROM PUBLIC;
REVOKE SELECT (customer_id, name), UPDATE (name) ON trade.customers FROM PUBLIC;
REVOKE SELECT ON geo.countries, geo.cities, geo.depots FROM PUBLIC;
REVOKE USAGE ON SCHEMA geo FROM PUBLIC;
GRANT ALL ON FUNCTION money.price_of(integer, geo.country_code, date) TO PUBLIC;
DROP POLICY own_contract ON people.contracts;
ALTER TABLE people.contracts DISABLE ROW LEVEL SECURITY;
DROP POLICY clerks_see_all ON parcel.shipments;
DROP POLICY own_shipments ON parcel.shipments;
ALTER TABLE parcel.shipments NO FORCE ROW LEVEL SECURITY;
ALTER TABLE parcel.shipments DISABLE ROW LEVEL SECURITY;
