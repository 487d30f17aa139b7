-- tours and sorting
--
-- revision: 070a2de81f36
-- down_revision: 06f91cd70e25
-- create_date: 2026-05-07 09:00:00+00:00

-- limbeck:upgrade
CREATE TABLE tour.routes (
    route_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    depot_id bigint NOT NULL REFERENCES geo.depots,
    name     text NOT NULL,
    weekdays smallint[] NOT NULL DEFAULT '{1,2,3,4,5}',
    hours    tour.minutes NOT NULL DEFAULT '[480,1020)',
    UNIQUE (depot_id, name)
);

CREATE TABLE tour.route_areas (
    route_id bigint NOT NULL REFERENCES tour.routes ON DELETE CASCADE,
    country  geo.country_code NOT NULL,
    code     text NOT NULL,
    city_id  bigint NOT NULL,
    PRIMARY KEY (route_id, country, code, city_id),
    FOREIGN KEY (country, code, city_id) REFERENCES geo.postal_areas
);

CREATE TABLE tour.tours (
    tour_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    route_id   bigint NOT NULL REFERENCES tour.routes,
    day        date NOT NULL,
    vehicle_id bigint NOT NULL REFERENCES fleet.vehicles,
    driver_id  bigint NOT NULL REFERENCES people.employees,
    left_at    timestamptz,
    back_at    timestamptz,
    UNIQUE (vehicle_id, day, route_id)
);
CREATE INDEX tours_day_idx ON tour.tours (day DESC, route_id);

CREATE TABLE tour.stops (
    tour_id    bigint NOT NULL REFERENCES tour.tours ON DELETE CASCADE,
    number     smallint NOT NULL,
    address_id bigint REFERENCES trade.addresses,
    locker_id  bigint REFERENCES geo.lockers,
    planned_at timestamptz,
    reached_at timestamptz,
    PRIMARY KEY (tour_id, number),
    CONSTRAINT stop_is_somewhere CHECK (num_nonnulls(address_id, locker_id) = 1)
);

CREATE TABLE tour.stop_parcels (
    tour_id   bigint NOT NULL,
    number    smallint NOT NULL,
    parcel_id bigint NOT NULL REFERENCES parcel.parcels,
    PRIMARY KEY (tour_id, number, parcel_id),
    FOREIGN KEY (tour_id, number) REFERENCES tour.stops ON DELETE CASCADE
);

CREATE TABLE tour.sorting_lines (
    line_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    depot_id bigint NOT NULL REFERENCES geo.depots,
    per_hour integer NOT NULL
);

CREATE TABLE tour.sorting_bins (
    line_id  bigint NOT NULL REFERENCES tour.sorting_lines ON DELETE CASCADE,
    bin      smallint NOT NULL,
    route_id bigint REFERENCES tour.routes,
    PRIMARY KEY (line_id, bin)
);

CREATE TABLE tour.sort_runs (
    run_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    line_id  bigint NOT NULL REFERENCES tour.sorting_lines,
    began_at timestamptz NOT NULL,
    ended_at timestamptz
);

CREATE UNLOGGED TABLE tour.scans (
    run_id     bigint NOT NULL REFERENCES tour.sort_runs,
    barcode    text NOT NULL,
    scanned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    bin        smallint
);
CREATE INDEX scans_barcode_idx ON tour.scans USING hash (barcode);

-- limbeck:downgrade
DROP TABLE tour.scans, tour.sort_runs, tour.sorting_bins, tour.sorting_lines, tour.stop_parcels, tour.stops, tour.tours,
    tour.route_areas, tour.routes;
