-- parcels
--
-- revision: 06f91cd70e25
-- down_revision: 05e80bc6fd14
-- create_date: 2026-05-06 09:00:00+00:00

-- limbeck:upgrade
CREATE TABLE parcel.shipments (
    shipment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES trade.customers,
    sender_id   bigint NOT NULL REFERENCES trade.addresses,
    receiver_id bigint NOT NULL REFERENCES trade.addresses,
    announced   timestamptz NOT NULL DEFAULT now(),
    reference   text,
    CHECK (sender_id <> receiver_id)
);
CREATE INDEX shipments_customer_idx ON parcel.shipments (customer_id, announced DESC);

CREATE TABLE parcel.parcels (
    parcel_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shipment_id bigint NOT NULL REFERENCES parcel.shipments ON DELETE CASCADE,
    barcode     text NOT NULL UNIQUE,
    weight_g    integer NOT NULL CHECK (weight_g > 0),
    measure     parcel.measure,
    volume_ml   bigint GENERATED ALWAYS AS
        (((measure).width_mm::bigint * (measure).height_mm * (measure).depth_mm) / 1000) STORED,
    state       parcel.state NOT NULL DEFAULT 'announced',
    depot_id    bigint REFERENCES geo.depots
);
CREATE INDEX parcels_shipment_idx ON parcel.parcels (shipment_id);
CREATE INDEX parcels_on_the_way_idx ON parcel.parcels (depot_id, state) WHERE state NOT IN ('delivered', 'returned', 'lost');

CREATE TABLE parcel.contents (
    parcel_id   bigint NOT NULL REFERENCES parcel.parcels ON DELETE CASCADE,
    line        smallint NOT NULL,
    description text NOT NULL,
    pieces      integer NOT NULL,
    value       money.cents,
    PRIMARY KEY (parcel_id, line)
);

CREATE TABLE parcel.hazard_classes (
    un_number smallint PRIMARY KEY,
    name      text NOT NULL
);

CREATE TABLE parcel.hazards (
    parcel_id bigint NOT NULL REFERENCES parcel.parcels ON DELETE CASCADE,
    un_number smallint NOT NULL REFERENCES parcel.hazard_classes,
    grams     integer NOT NULL,
    PRIMARY KEY (parcel_id, un_number)
);

CREATE TABLE parcel.labels (
    parcel_id  bigint NOT NULL REFERENCES parcel.parcels ON DELETE CASCADE,
    printed_at timestamptz NOT NULL DEFAULT now(),
    image      bytea NOT NULL,
    PRIMARY KEY (parcel_id, printed_at)
);
ALTER TABLE parcel.labels ALTER COLUMN image SET STORAGE EXTERNAL;

CREATE TABLE parcel.events (
    parcel_id   bigint NOT NULL,
    happened_at timestamptz NOT NULL,
    state       parcel.state NOT NULL,
    depot_id    bigint,
    employee_id bigint,
    PRIMARY KEY (parcel_id, happened_at)
) PARTITION BY RANGE (happened_at);
CREATE TABLE parcel.events_2026_01 PARTITION OF parcel.events FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2026-02-01 00:00+00');
CREATE TABLE parcel.events_2026_02 PARTITION OF parcel.events FOR VALUES FROM ('2026-02-01 00:00+00') TO ('2026-03-01 00:00+00');
CREATE TABLE parcel.events_2026_03 PARTITION OF parcel.events FOR VALUES FROM ('2026-03-01 00:00+00') TO ('2026-04-01 00:00+00');
CREATE TABLE parcel.events_2026_04 PARTITION OF parcel.events FOR VALUES FROM ('2026-04-01 00:00+00') TO ('2026-05-01 00:00+00');
CREATE TABLE parcel.events_2026_05 PARTITION OF parcel.events FOR VALUES FROM ('2026-05-01 00:00+00') TO ('2026-06-01 00:00+00');
CREATE TABLE parcel.events_2026_06 PARTITION OF parcel.events FOR VALUES FROM ('2026-06-01 00:00+00') TO ('2026-07-01 00:00+00');
CREATE TABLE parcel.events_other PARTITION OF parcel.events DEFAULT PARTITION BY HASH (parcel_id);
CREATE TABLE parcel.events_other_0 PARTITION OF parcel.events_other FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parcel.events_other_1 PARTITION OF parcel.events_other FOR VALUES WITH (MODULUS 2, REMAINDER 1);
ALTER TABLE parcel.events ADD FOREIGN KEY (parcel_id) REFERENCES parcel.parcels;
CREATE INDEX events_state_idx ON parcel.events (state, happened_at);

CREATE TABLE parcel.attempts (
    parcel_id   bigint NOT NULL REFERENCES parcel.parcels,
    number      smallint NOT NULL CHECK (number BETWEEN 1 AND 3),
    tried_at    timestamptz NOT NULL,
    employee_id bigint NOT NULL REFERENCES people.employees,
    note        text,
    PRIMARY KEY (parcel_id, number)
);

CREATE TABLE parcel.signatures (
    parcel_id bigint PRIMARY KEY REFERENCES parcel.parcels,
    signed_by text NOT NULL,
    strokes   path NOT NULL
);

CREATE TABLE parcel.locker_stays (
    parcel_id bigint NOT NULL REFERENCES parcel.parcels,
    locker_id bigint NOT NULL,
    box       smallint NOT NULL,
    during    tstzrange NOT NULL,
    FOREIGN KEY (locker_id, box) REFERENCES geo.locker_boxes MATCH FULL ON UPDATE CASCADE,
    EXCLUDE USING gist (int8range(locker_id * 1000 + box, locker_id * 1000 + box, '[]') WITH &&, during WITH &&)
);

-- limbeck:downgrade
DROP TABLE parcel.locker_stays, parcel.signatures, parcel.attempts;
DROP TABLE parcel.events;
DROP TABLE parcel.labels, parcel.hazards, parcel.hazard_classes, parcel.contents, parcel.parcels, parcel.shipments;
