-- audit
--
-- revision: 0a3d501b4c69
-- down_revision: 092c4f0a3b58
-- create_date: 2026-05-10 09:00:00+00:00

-- limbeck:upgrade
CREATE TABLE audit.changes (
    change_id  bigint GENERATED ALWAYS AS IDENTITY,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_by text NOT NULL DEFAULT CURRENT_USER,
    relation   regclass NOT NULL,
    operation  text NOT NULL CHECK (operation IN ('INSERT', 'UPDATE', 'DELETE')),
    before     jsonb,
    after      jsonb
) PARTITION BY HASH (change_id);

-- Four alike: made in a loop, dollar quotes inside dollar quotes.
DO $do$
BEGIN
    FOR part IN 0 .. 3 LOOP
        EXECUTE format($sql$CREATE TABLE audit.changes_%s PARTITION OF audit.changes FOR VALUES WITH (MODULUS 4, REMAINDER %s);$sql$,
                       part, part);
    END LOOP;
END;
$do$;

CREATE FUNCTION audit.record() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT
AS $record$
BEGIN
    INSERT INTO audit.changes (relation, operation, before, after)
    VALUES (TG_RELID, TG_OP,
            CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
            CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
    RETURN NULL;
END;
$record$;

DO $do$
DECLARE
    watched text;
BEGIN
    FOREACH watched IN ARRAY ARRAY['trade.customers', 'trade.agreements', 'money.invoices', 'people.contracts'] LOOP
        EXECUTE format('CREATE TRIGGER record AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION audit.record()', watched);
    END LOOP;
END
$do$;

CREATE RULE never_delete AS ON DELETE TO audit.changes DO INSTEAD NOTHING;

-- limbeck:downgrade
DROP RULE never_delete ON audit.changes;
DROP TRIGGER record ON people.contracts;
DROP TRIGGER record ON money.invoices;
DROP TRIGGER record ON trade.agreements;
DROP TRIGGER record ON trade.customers;
DROP FUNCTION audit.record();
DROP TABLE audit.changes;
