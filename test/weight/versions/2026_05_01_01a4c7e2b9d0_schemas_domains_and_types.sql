-- schemas, domains and types
--
-- revision: 01a4c7e2b9d0
-- down_revision:
-- create_date: 2026-05-01 09:00:00+00:00

-- limbeck:upgrade
CREATE SCHEMA geo;
CREATE SCHEMA people;
CREATE SCHEMA fleet;
CREATE SCHEMA trade;
CREATE SCHEMA parcel;
CREATE SCHEMA tour;
CREATE SCHEMA money;
CREATE SCHEMA audit;

COMMENT ON SCHEMA geo IS 'Where things are: countries, depots, lockers; it''s all in WGS 84';
COMMENT ON SCHEMA audit IS 'Who changed what; written by triggers only';

CREATE DOMAIN geo.country_code AS char(2) CHECK (VALUE ~ '^[A-Z]{2}$');
CREATE DOMAIN geo.latitude AS numeric(8, 6) CHECK (VALUE BETWEEN -90 AND 90);
CREATE DOMAIN geo.longitude AS numeric(9, 6) CHECK (VALUE BETWEEN -180 AND 180);
CREATE DOMAIN people.email AS text
    CONSTRAINT email_has_one_at CHECK (VALUE ~ '^[^@;]+@[^@;]+$')
    CONSTRAINT email_is_lower CHECK (VALUE = lower(VALUE));
CREATE DOMAIN money.cents AS bigint DEFAULT 0 CHECK (VALUE >= 0);
COMMENT ON DOMAIN money.cents IS 'An amount in the smallest unit of its currency; never negative';

CREATE TYPE people.absence_kind AS ENUM ('holiday', 'sick', 'training', 'other');
CREATE TYPE fleet.fuel AS ENUM ('diesel', 'petrol', 'electric', 'hydrogen');
CREATE TYPE parcel.state AS ENUM ('announced', 'collected', 'in transit', 'out for delivery', 'delivered', 'returned', 'lost');
CREATE TYPE money.invoice_state AS ENUM ('draft', 'open', 'paid', 'written off');
CREATE TYPE parcel.measure AS (width_mm integer, height_mm integer, depth_mm integer);
CREATE TYPE tour.minutes AS RANGE (subtype = integer);
COMMENT ON TYPE parcel.state IS 'Where a parcel is; the trigger on parcel.events keeps it';

CREATE SEQUENCE money.invoice_number START 100000 INCREMENT 1 CACHE 1;

-- limbeck:downgrade
DROP SEQUENCE money.invoice_number;
DROP TYPE tour.minutes;
DROP TYPE parcel.measure;
DROP TYPE money.invoice_state;
DROP TYPE parcel.state;
DROP TYPE fleet.fuel;
DROP TYPE people.absence_kind;
DROP DOMAIN money.cents;
DROP DOMAIN people.email;
DROP DOMAIN geo.longitude;
DROP DOMAIN geo.latitude;
DROP DOMAIN geo.country_code;
DROP SCHEMA audit;
DROP SCHEMA money;
DROP SCHEMA tour;
DROP SCHEMA parcel;
DROP SCHEMA trade;
DROP SCHEMA fleet;
DROP SCHEMA people;
DROP SCHEMA geo;
