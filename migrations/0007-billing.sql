-- Meter, run, invoice. An issued invoice is an immutable snapshot.
CREATE SCHEMA billing;

CREATE TABLE billing.run (
  id           uuid PRIMARY KEY,
  site_id      uuid NOT NULL REFERENCES facility.site(id),
  month        text NOT NULL CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  state        text NOT NULL CHECK (state IN ('prepared','approved','discarded')),
  prepared_by  uuid, prepared_at timestamptz NOT NULL,
  approved_by  uuid, approved_at timestamptz
);
CREATE UNIQUE INDEX run_open ON billing.run (site_id) WHERE state = 'prepared';

-- Gapless: the row is locked and counted up in the issuing transaction.
CREATE TABLE billing.number (
  seller_id uuid NOT NULL REFERENCES people.organisation(id),
  series    text NOT NULL,                     -- F-2026
  last      int NOT NULL DEFAULT 0,
  PRIMARY KEY (seller_id, series)
);

CREATE TABLE billing.invoice (
  id               uuid PRIMARY KEY,
  site_id          uuid NOT NULL REFERENCES facility.site(id),
  run_id           uuid REFERENCES billing.run(id),
  kind             text NOT NULL CHECK (kind IN ('invoice','credit-note')),
  seller_id        uuid NOT NULL REFERENCES people.organisation(id),
  organisation_id  uuid NOT NULL REFERENCES people.organisation(id),
  state            text NOT NULL CHECK (state IN ('prepared','issued')),
  number           text,
  issue_date       date,
  due_date         date,
  credits_id       uuid REFERENCES billing.invoice(id),
  net_cents        bigint NOT NULL,
  vat_cents        bigint NOT NULL,
  gross_cents      bigint NOT NULL,
  currency         char(3) NOT NULL DEFAULT 'EUR',
  specimen         boolean NOT NULL,
  snapshot         jsonb NOT NULL,             -- EN 16931's fields, as issued
  created_at       timestamptz NOT NULL,
  issued_at        timestamptz,
  CHECK ((state = 'issued') = (number IS NOT NULL AND issue_date IS NOT NULL AND issued_at IS NOT NULL)),
  CHECK (gross_cents = net_cents + vat_cents),
  UNIQUE (seller_id, number)
);
CREATE INDEX invoice_organisation ON billing.invoice (organisation_id, id DESC);

-- Which days of which service which invoice has billed: the same day cannot be billed twice.
CREATE TABLE billing.billed (
  id          uuid PRIMARY KEY,
  service_id  uuid NOT NULL REFERENCES market.service(id),
  invoice_id  uuid NOT NULL REFERENCES billing.invoice(id) ON DELETE CASCADE,
  charge      text NOT NULL CHECK (charge IN ('setup','rent','early-end')),
  days        daterange NOT NULL,
  net_cents   bigint NOT NULL,
  credited_from date,                          -- days from here on were repaid
  CONSTRAINT billed_once EXCLUDE USING gist (service_id WITH =, charge WITH =, days WITH &&)
);
CREATE UNIQUE INDEX billed_setup_once ON billing.billed (service_id, charge) WHERE charge IN ('setup','early-end');

CREATE FUNCTION billing.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'issued' THEN RAISE EXCEPTION 'an issued invoice never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER issued_is_final BEFORE UPDATE OR DELETE ON billing.invoice FOR EACH ROW EXECUTE FUNCTION billing.refuse_change();
