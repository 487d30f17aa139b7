-- customers
--
-- revision: 05e80bc6fd14
-- down_revision: 04d7fab5ec03
-- create_date: 2026-05-05 09:00:00+00:00

-- limbeck:upgrade
CREATE TABLE trade.customers (
    customer_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text NOT NULL,
    country     geo.country_code NOT NULL REFERENCES geo.countries,
    vat_number  text,
    since       date NOT NULL DEFAULT CURRENT_DATE,
    settings    jsonb NOT NULL DEFAULT '{}'::jsonb,
    UNIQUE NULLS NOT DISTINCT (country, vat_number, name)
);

CREATE TABLE trade.contacts (
    customer_id bigint NOT NULL REFERENCES trade.customers ON DELETE CASCADE,
    person_id   bigint NOT NULL REFERENCES people.persons,
    purpose     text NOT NULL DEFAULT 'any',
    PRIMARY KEY (customer_id, person_id, purpose)
);

CREATE TABLE trade.addresses (
    address_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint REFERENCES trade.customers ON DELETE SET NULL,
    name        text NOT NULL,
    street      text NOT NULL,
    city_id     bigint NOT NULL REFERENCES geo.cities,
    postal_code text NOT NULL,
    remark      text COLLATE "C"
);
CREATE INDEX addresses_customer_idx ON trade.addresses (customer_id NULLS FIRST, postal_code DESC);

CREATE TABLE trade.accounts (
    login       people.email PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES trade.customers,
    secret      bytea NOT NULL CHECK (octet_length(secret) = 32),
    last_seen   timestamptz
);

CREATE TABLE trade.api_keys (
    key_id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    customer_id bigint NOT NULL REFERENCES trade.customers,
    digest      bytea NOT NULL UNIQUE,
    scopes      text[] NOT NULL DEFAULT ARRAY['track', 'send;receive'],
    expires_at  timestamptz
);

CREATE TABLE trade.agreements (
    agreement_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id  bigint NOT NULL REFERENCES trade.customers,
    during       daterange NOT NULL,
    terms        xml,
    CONSTRAINT one_agreement_at_a_time
        EXCLUDE USING gist (int8range(customer_id, customer_id, '[]') WITH &&, during WITH &&) DEFERRABLE
);

CREATE TABLE trade.agreement_rates (
    agreement_id bigint NOT NULL REFERENCES trade.agreements ON DELETE CASCADE,
    from_kg      numeric(6, 2) NOT NULL,
    rate         money.cents NOT NULL,
    PRIMARY KEY (agreement_id, from_kg)
);

CREATE TABLE trade.discounts (
    code        text PRIMARY KEY,
    basis       smallint NOT NULL CHECK (basis BETWEEN 1 AND 10000),
    valid       daterange NOT NULL,
    customer_id bigint REFERENCES trade.customers
);

CREATE TABLE trade.complaints (
    complaint_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id  bigint NOT NULL REFERENCES trade.customers,
    opened_at    timestamptz NOT NULL DEFAULT now(),
    closed_at    timestamptz,
    subject      text NOT NULL
);

CREATE TABLE trade.complaint_messages (
    complaint_id bigint NOT NULL REFERENCES trade.complaints ON DELETE CASCADE,
    number       smallint NOT NULL,
    written_by   bigint NOT NULL REFERENCES people.persons,
    body         text NOT NULL,
    PRIMARY KEY (complaint_id, number)
);

-- limbeck:downgrade
DROP TABLE trade.complaint_messages, trade.complaints, trade.discounts, trade.agreement_rates, trade.agreements, trade.api_keys,
    trade.accounts, trade.addresses, trade.contacts, trade.customers;
