-- fleet
--
-- revision: 04d7fab5ec03
-- down_revision: 03c6e9a4dbf2
-- create_date: 2026-05-04 09:00:00+00:00

-- limbeck:upgrade
CREATE TABLE fleet.vehicle_types (
    type_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    make      text NOT NULL,
    model     text NOT NULL,
    fuel      fleet.fuel NOT NULL,
    load_kg   integer NOT NULL CHECK (load_kg > 0),
    space     parcel.measure NOT NULL,
    UNIQUE (make, model, fuel)
);

CREATE TABLE fleet.vehicles (
    vehicle_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plate      text NOT NULL,
    type_id    bigint NOT NULL REFERENCES fleet.vehicle_types,
    depot_id   bigint NOT NULL REFERENCES geo.depots,
    bought_on  date NOT NULL,
    sold_on    date
);
CREATE UNIQUE INDEX vehicles_plate_key ON fleet.vehicles (upper(replace(plate, ' ', ''))) WHERE sold_on IS NULL;

CREATE TABLE fleet.trailers (
    trailer_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plate      text NOT NULL UNIQUE,
    axles      smallint NOT NULL CHECK (axles BETWEEN 1 AND 4)
);

CREATE TABLE fleet.couplings (
    vehicle_id bigint NOT NULL REFERENCES fleet.vehicles,
    trailer_id bigint NOT NULL REFERENCES fleet.trailers,
    during     tstzrange NOT NULL,
    EXCLUDE USING gist (int8range(trailer_id, trailer_id, '[]') WITH &&, during WITH &&)
);

CREATE TABLE fleet.fuel_cards (
    card_number text PRIMARY KEY CHECK (card_number ~ '^\d{16}$'),
    vehicle_id  bigint NOT NULL REFERENCES fleet.vehicles,
    valid_until date NOT NULL
);

CREATE TABLE fleet.fuel_fills (
    fill_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    card_number text NOT NULL REFERENCES fleet.fuel_cards,
    filled_at   timestamptz NOT NULL,
    quantity    numeric(7, 2) NOT NULL,
    cost        money.cents NOT NULL,
    odometer_km integer
);

CREATE TABLE fleet.inspections (
    vehicle_id   bigint NOT NULL REFERENCES fleet.vehicles,
    inspected_on date NOT NULL,
    passed       boolean NOT NULL,
    remarks      jsonb NOT NULL DEFAULT '[]',
    PRIMARY KEY (vehicle_id, inspected_on),
    CHECK (jsonb_typeof(remarks) = 'array')
);
CREATE INDEX inspections_remarks_idx ON fleet.inspections USING gin (remarks jsonb_path_ops);

CREATE TABLE fleet.parts (
    part_number text PRIMARY KEY,
    name        text NOT NULL,
    price       money.cents NOT NULL
);

CREATE TABLE fleet.repairs (
    repair_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vehicle_id bigint NOT NULL REFERENCES fleet.vehicles,
    began_on   date NOT NULL,
    ended_on   date,
    fault      text NOT NULL
);

CREATE TABLE fleet.repair_parts (
    repair_id   bigint NOT NULL REFERENCES fleet.repairs ON DELETE CASCADE,
    part_number text NOT NULL REFERENCES fleet.parts,
    pieces      smallint NOT NULL DEFAULT 1 CHECK (pieces > 0),
    PRIMARY KEY (repair_id, part_number)
);

CREATE TABLE fleet.insurances (
    policy_number text NOT NULL,
    vehicle_id    bigint NOT NULL REFERENCES fleet.vehicles,
    during        daterange NOT NULL,
    PRIMARY KEY (policy_number, vehicle_id)
);

-- One partition a quarter; what falls between them is seen in the last one.
CREATE TABLE fleet.positions (
    vehicle_id bigint NOT NULL,
    seen_at    timestamptz NOT NULL,
    latitude   geo.latitude NOT NULL,
    longitude  geo.longitude NOT NULL,
    speed_kmh  smallint,
    PRIMARY KEY (vehicle_id, seen_at)
) PARTITION BY RANGE (seen_at);
CREATE TABLE fleet.positions_2026q1 PARTITION OF fleet.positions FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2026-04-01 00:00+00');
CREATE TABLE fleet.positions_2026q2 PARTITION OF fleet.positions FOR VALUES FROM ('2026-04-01 00:00+00') TO ('2026-07-01 00:00+00');
CREATE TABLE fleet.positions_2026q3 PARTITION OF fleet.positions FOR VALUES FROM ('2026-07-01 00:00+00') TO ('2026-10-01 00:00+00');
CREATE TABLE fleet.positions_2026q4 PARTITION OF fleet.positions FOR VALUES FROM ('2026-10-01 00:00+00') TO ('2027-01-01 00:00+00');
CREATE TABLE fleet.positions_other PARTITION OF fleet.positions DEFAULT;
CREATE INDEX positions_seen_idx ON fleet.positions (seen_at);
COMMENT ON TABLE fleet.positions IS $$Where vehicles were; "partitioned" by quarter; kept for two years$$;

-- limbeck:downgrade
DROP TABLE fleet.positions;
DROP TABLE fleet.insurances, fleet.repair_parts, fleet.repairs, fleet.parts, fleet.inspections, fleet.fuel_fills, fleet.fuel_cards,
    fleet.couplings, fleet.trailers, fleet.vehicles, fleet.vehicle_types;
