-- second thoughts
--
-- revision: 0d60834e7f9c
-- down_revision: 0c5f723d6e8b
-- create_date: 2026-05-13 09:00:00+00:00

-- limbeck:upgrade
ALTER TYPE people.absence_kind RENAME VALUE 'other' TO 'unpaid';
ALTER TABLE fleet.trailers RENAME COLUMN axles TO axle_count;
ALTER TABLE fleet.trailers RENAME TO trailer;
ALTER TABLE geo.cities ALTER COLUMN name TYPE varchar(120);
ALTER TABLE trade.complaints ADD COLUMN severity smallint NOT NULL DEFAULT 1,
    ADD CONSTRAINT severity_is_small CHECK (severity BETWEEN 1 AND 5) NOT VALID;
ALTER TABLE trade.complaints VALIDATE CONSTRAINT severity_is_small;
ALTER TABLE parcel.contents ALTER COLUMN pieces SET DEFAULT 1;
ALTER TABLE people.persons ALTER COLUMN surname SET STATISTICS 500;
ALTER TABLE parcel.parcels CLUSTER ON parcels_shipment_idx;
ALTER TABLE fleet.fuel_fills SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE parcel.labels REPLICA IDENTITY FULL;
ALTER INDEX people.shifts_when_idx RENAME TO shifts_starts_idx;
ALTER TABLE fleet.positions DETACH PARTITION fleet.positions_2026q1;
VACUUM (ANALYZE) geo.countries;

-- limbeck:downgrade
ALTER TABLE fleet.positions ATTACH PARTITION fleet.positions_2026q1 FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2026-04-01 00:00+00');
ALTER INDEX people.shifts_starts_idx RENAME TO shifts_when_idx;
ALTER TABLE parcel.labels REPLICA IDENTITY DEFAULT;
ALTER TABLE fleet.fuel_fills RESET (autovacuum_vacuum_scale_factor);
ALTER TABLE parcel.parcels SET WITHOUT CLUSTER;
ALTER TABLE people.persons ALTER COLUMN surname SET STATISTICS -1;
ALTER TABLE parcel.contents ALTER COLUMN pieces DROP DEFAULT;
ALTER TABLE trade.complaints DROP COLUMN severity;
ALTER TABLE geo.cities ALTER COLUMN name TYPE text;
ALTER TABLE fleet.trailer RENAME TO trailers;
ALTER TABLE fleet.trailers RENAME COLUMN axle_count TO axles;
ALTER TYPE people.absence_kind RENAME VALUE 'unpaid' TO 'other';
