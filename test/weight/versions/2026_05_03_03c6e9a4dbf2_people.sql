-- people
--
-- revision: 03c6e9a4dbf2
-- down_revision: 02b5d8f3cae1
-- create_date: 2026-05-03 09:00:00+00:00

-- limbeck:upgrade
CREATE TABLE people.persons (
    person_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    given_name text NOT NULL,
    surname    text NOT NULL,
    full_name  text GENERATED ALWAYS AS (given_name || ' ' || surname) STORED,
    email      people.email UNIQUE,
    born_on    date
);
CREATE INDEX persons_surname_idx ON people.persons (surname, given_name) INCLUDE (email);

CREATE TABLE people.employees (
    employee_id bigint PRIMARY KEY REFERENCES people.persons,
    staff_code  text NOT NULL UNIQUE CHECK (staff_code ~ '^[A-Z]{2}[0-9]{4}$'),
    depot_id    bigint NOT NULL REFERENCES geo.depots,
    manager_id  bigint REFERENCES people.employees DEFERRABLE INITIALLY DEFERRED,
    hired_on    date NOT NULL,
    left_on     date
);
CREATE INDEX employees_here_idx ON people.employees (depot_id) WHERE left_on IS NULL;

CREATE TABLE people.roles (
    role        text PRIMARY KEY,
    description text NOT NULL
);
INSERT INTO people.roles VALUES
    ('driver', 'drives; see "licences"'), ('sorter', 'sorts'), ('planner', 'plans tours; all depots'), ('clerk', 'talks to customers');

CREATE TABLE people.employee_roles (
    employee_id bigint NOT NULL REFERENCES people.employees ON DELETE CASCADE,
    role        text NOT NULL REFERENCES people.roles ON UPDATE CASCADE,
    since       date NOT NULL DEFAULT CURRENT_DATE,
    PRIMARY KEY (employee_id, role)
);

CREATE TABLE people.contracts (
    contract_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employee_id  bigint NOT NULL REFERENCES people.employees,
    during       daterange NOT NULL,
    weekly_hours numeric(4, 1) NOT NULL CHECK (weekly_hours > 0),
    hourly_cents money.cents NOT NULL,
    EXCLUDE USING gist (int8range(employee_id, employee_id, '[]') WITH &&, during WITH &&)
);

CREATE TABLE people.shifts (
    shift_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    depot_id bigint NOT NULL REFERENCES geo.depots,
    starts   timestamptz NOT NULL,
    ends     timestamptz NOT NULL,
    CHECK (ends > starts)
);
CREATE INDEX shifts_when_idx ON people.shifts USING brin (starts);

CREATE TABLE people.shift_assignments (
    shift_id    bigint NOT NULL REFERENCES people.shifts ON DELETE CASCADE,
    employee_id bigint NOT NULL REFERENCES people.employees,
    role        text NOT NULL,
    PRIMARY KEY (shift_id, employee_id),
    FOREIGN KEY (employee_id, role) REFERENCES people.employee_roles (employee_id, role)
);

CREATE TABLE people.absences (
    absence_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employee_id bigint NOT NULL REFERENCES people.employees,
    kind        people.absence_kind NOT NULL,
    during      daterange NOT NULL CHECK (NOT isempty(during)),
    note        text
);

CREATE TABLE people.licences (
    employee_id bigint NOT NULL REFERENCES people.employees,
    class       text NOT NULL,
    valid_until date NOT NULL,
    PRIMARY KEY (employee_id, class)
);

CREATE TABLE people.trainings (
    training_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title       text NOT NULL,
    months      smallint
);
COMMENT ON COLUMN people.trainings.months IS 'how long a certificate is good for; NULL: for ever';

CREATE TABLE people.certificates (
    employee_id bigint NOT NULL REFERENCES people.employees,
    training_id bigint NOT NULL REFERENCES people.trainings,
    passed_on   date NOT NULL,
    PRIMARY KEY (employee_id, training_id, passed_on)
);

-- limbeck:downgrade
DROP TABLE people.certificates, people.trainings, people.licences, people.absences, people.shift_assignments, people.shifts,
    people.contracts, people.employee_roles, people.roles, people.employees, people.persons;
