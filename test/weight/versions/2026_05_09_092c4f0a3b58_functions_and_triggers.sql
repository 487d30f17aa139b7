-- functions and triggers
--
-- revision: 092c4f0a3b58
-- down_revision: 081b3ef92a47
-- create_date: 2026-05-09 09:00:00+00:00

-- limbeck:upgrade
CREATE FUNCTION parcel.check_digit(code text) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $_$
DECLARE
    total integer := 0;
    digit integer;
BEGIN
    IF code !~ '^\d+$' THEN
        RAISE EXCEPTION 'not a barcode: %; digits only', quote_literal(code)
            USING ERRCODE = 'invalid_text_representation', HINT = 'leave out blanks; hyphens; letters';
    END IF;
    FOR i IN 1 .. length(code) LOOP
        digit := substr(code, i, 1)::integer;
        total := total + CASE WHEN i % 2 = 1 THEN digit * 3 ELSE digit END;
    END LOOP;
    RETURN (10 - total % 10) % 10;
END;
$_$;
COMMENT ON FUNCTION parcel.check_digit(text) IS 'The check digit of GS1 barcodes; weights 3, 1, 3; modulo 10';

CREATE FUNCTION money.price_of(weight_g integer, to_country geo.country_code, day date DEFAULT CURRENT_DATE) RETURNS money.cents
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT p.price
    FROM money.tariff_prices AS p
    JOIN money.tariffs AS t USING (tariff_id)
    JOIN money.zone_countries AS z USING (zone)
    WHERE z.country = to_country AND t.valid @> day AND p.up_to_g >= CASE WHEN weight_g > 0 THEN weight_g ELSE 1 END
    ORDER BY p.up_to_g
    LIMIT 1;
END;

CREATE FUNCTION money.vat(amount money.cents, basis smallint) RETURNS bigint
LANGUAGE sql IMMUTABLE
RETURN (amount * basis + CASE WHEN basis > 0 THEN 5000 ELSE 0 END) / 10000;

CREATE FUNCTION geo.near(here point, meters integer) RETURNS SETOF geo.lockers
LANGUAGE sql STABLE ROWS 10
AS 'SELECT * FROM geo.lockers WHERE position <-> here < meters / 111000.0 ORDER BY position <-> here; -- about';

CREATE PROCEDURE money.book(IN what_debit text, IN what_credit text, IN how_much bigint)
LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO money.ledger_entries (debit, credit, amount) VALUES (what_debit, what_credit, how_much);
    UPDATE money.ledger_accounts SET name = name WHERE account IN (what_debit, what_credit);
END;

CREATE AGGREGATE parcel.longest(integer) (SFUNC = int4larger, STYPE = integer, INITCOND = '0');

CREATE FUNCTION parcel.keep_state() RETURNS trigger
LANGUAGE plpgsql
SET search_path = parcel, pg_temp
AS '
BEGIN
    UPDATE parcels SET state = NEW.state, depot_id = NEW.depot_id WHERE parcel_id = NEW.parcel_id;
    IF NOT FOUND THEN
        RAISE WARNING ''event for a parcel that is not there: %;'', NEW.parcel_id;
    END IF;
    RETURN NEW;
END';

CREATE TRIGGER keep_state AFTER INSERT ON parcel.events FOR EACH ROW EXECUTE FUNCTION parcel.keep_state();

CREATE FUNCTION money.refuse_change() RETURNS trigger
LANGUAGE plpgsql
AS $body$
BEGIN
    RAISE EXCEPTION 'ledger entries are never changed; book the reverse' USING ERRCODE = 'restrict_violation';
END
$body$;

CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON money.ledger_entries
FOR EACH ROW EXECUTE FUNCTION money.refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON money.ledger_entries
FOR EACH STATEMENT EXECUTE FUNCTION money.refuse_change();

CREATE FUNCTION tour.check_driver() RETURNS trigger
LANGUAGE plpgsql
AS $body$
BEGIN
    IF NOT EXISTS (SELECT FROM people.employee_roles WHERE employee_id = NEW.driver_id AND role = 'driver') THEN
        RAISE EXCEPTION 'employee % does not drive', NEW.driver_id;
    END IF;
    RETURN NULL;
END;
$body$;

CREATE CONSTRAINT TRIGGER driver_drives AFTER INSERT OR UPDATE OF driver_id ON tour.tours
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.left_at IS NULL) EXECUTE FUNCTION tour.check_driver();

ALTER TABLE parcel.parcels ADD CONSTRAINT barcode_is_whole
    CHECK (parcel.check_digit(left(barcode, -1)) = right(barcode, 1)::integer);

CREATE OPERATOR parcel.## (FUNCTION = int4larger, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = OPERATOR(parcel.##));

CREATE CAST (integer AS fleet.fuel) WITH INOUT;

-- limbeck:downgrade
DROP CAST (integer AS fleet.fuel);
DROP OPERATOR parcel.## (integer, integer);
ALTER TABLE parcel.parcels DROP CONSTRAINT barcode_is_whole;
DROP TRIGGER driver_drives ON tour.tours;
DROP FUNCTION tour.check_driver();
DROP TRIGGER never_emptied ON money.ledger_entries;
DROP TRIGGER never_changed ON money.ledger_entries;
DROP FUNCTION money.refuse_change();
DROP TRIGGER keep_state ON parcel.events;
DROP FUNCTION parcel.keep_state();
DROP AGGREGATE parcel.longest(integer);
DROP PROCEDURE money.book(text, text, bigint);
DROP FUNCTION geo.near(point, integer);
DROP FUNCTION money.vat(money.cents, smallint);
DROP FUNCTION money.price_of(integer, geo.country_code, date);
DROP FUNCTION parcel.check_digit(text);
