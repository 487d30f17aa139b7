-- money
--
-- revision: 081b3ef92a47
-- down_revision: 070a2de81f36
-- create_date: 2026-05-08 09:00:00+00:00

-- limbeck:upgrade
CREATE TABLE money.currencies (
    code   char(3) PRIMARY KEY,
    name   text NOT NULL,
    digits smallint NOT NULL DEFAULT 2
);

CREATE TABLE money.exchange_rates (
    code char(3) NOT NULL REFERENCES money.currencies,
    day  date NOT NULL,
    rate numeric(18, 8) NOT NULL CHECK (rate > 0),
    PRIMARY KEY (code, day)
);

CREATE TABLE money.zones (
    zone smallint PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE money.zone_countries (
    country geo.country_code PRIMARY KEY REFERENCES geo.countries,
    zone    smallint NOT NULL REFERENCES money.zones
);

CREATE TABLE money.tariffs (
    tariff_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name      text NOT NULL,
    valid     daterange NOT NULL,
    currency  char(3) NOT NULL REFERENCES money.currencies
);

CREATE TABLE money.tariff_prices (
    tariff_id bigint NOT NULL REFERENCES money.tariffs ON DELETE CASCADE,
    zone      smallint NOT NULL REFERENCES money.zones,
    up_to_g   integer NOT NULL,
    price     money.cents NOT NULL,
    PRIMARY KEY (tariff_id, zone, up_to_g)
);

CREATE TABLE money.invoices (
    invoice_id  bigint PRIMARY KEY DEFAULT nextval('money.invoice_number'),
    customer_id bigint NOT NULL REFERENCES trade.customers,
    state       money.invoice_state NOT NULL DEFAULT 'draft',
    issued_on   date,
    due_on      date,
    currency    char(3) NOT NULL REFERENCES money.currencies,
    CHECK (state = 'draft' OR (issued_on IS NOT NULL AND due_on >= issued_on))
);
ALTER SEQUENCE money.invoice_number OWNED BY money.invoices.invoice_id;

CREATE TABLE money.invoice_lines (
    invoice_id  bigint NOT NULL REFERENCES money.invoices ON DELETE CASCADE,
    line        smallint NOT NULL,
    shipment_id bigint UNIQUE REFERENCES parcel.shipments,
    words       text NOT NULL,
    amount      money.cents NOT NULL,
    PRIMARY KEY (invoice_id, line)
);

CREATE TABLE money.payments (
    payment_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_on date NOT NULL,
    amount      money.cents NOT NULL,
    payer       text,
    reference   text
);

CREATE TABLE money.allocations (
    payment_id bigint NOT NULL REFERENCES money.payments,
    invoice_id bigint NOT NULL REFERENCES money.invoices,
    amount     money.cents NOT NULL CHECK (amount > 0),
    PRIMARY KEY (payment_id, invoice_id)
);

CREATE TABLE money.reminders (
    invoice_id bigint NOT NULL REFERENCES money.invoices,
    level      smallint NOT NULL CHECK (level BETWEEN 1 AND 3),
    sent_on    date NOT NULL,
    fee        money.cents NOT NULL DEFAULT 500,
    PRIMARY KEY (invoice_id, level)
);

CREATE TABLE money.ledger_accounts (
    account text PRIMARY KEY,
    name    text NOT NULL,
    side    "char" NOT NULL CHECK (side IN ('D', 'C'))
);

CREATE TABLE money.ledger_entries (
    entry_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    booked_at timestamptz NOT NULL DEFAULT now(),
    debit     text NOT NULL REFERENCES money.ledger_accounts,
    credit    text NOT NULL REFERENCES money.ledger_accounts,
    amount    money.cents NOT NULL,
    invoice_id bigint REFERENCES money.invoices,
    CHECK (debit <> credit)
);

-- limbeck:downgrade
DROP TABLE money.ledger_entries, money.ledger_accounts, money.reminders, money.allocations, money.payments, money.invoice_lines;
ALTER SEQUENCE money.invoice_number OWNED BY NONE;
DROP TABLE money.invoices, money.tariff_prices, money.tariffs, money.zone_countries, money.zones, money.exchange_rates, money.currencies;
