-- Meter, run, invoice. An issued invoice is an immutable snapshot.
CREATE SCHEMA billing;

CREATE TABLE billing.run (
  id           uuid PRIMARY KEY,
  site_id      uuid NOT NULL REFERENCES facility.site(id),
  month        text NOT NULL CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  state        text NOT NULL CHECK (state IN ('prepared','approved','discarded')),
  prepared_by  uuid, prepared_at timestamptz NOT NULL,
  approved_by  uuid, approved_at timestamptz,
  discarded_by uuid, discarded_at timestamptz,
  held         jsonb NOT NULL DEFAULT '[]',    -- organisations that could not be invoiced, each with its refusal
  CHECK ((state = 'approved') = (approved_at IS NOT NULL)),
  CHECK ((state = 'discarded') = (discarded_at IS NOT NULL))
);
CREATE INDEX run_site ON billing.run (site_id, id DESC);
CREATE UNIQUE INDEX run_open ON billing.run (site_id) WHERE state = 'prepared';

-- What the law wants on an invoice, and a payer needs, beside the organisation's card.
CREATE TABLE billing.seller (
  organisation_id uuid PRIMARY KEY REFERENCES people.organisation(id),
  legal_form      text,
  register        text,
  iban            text CHECK (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$'),
  bic             text
);

-- Gapless: the row is locked and counted up in the issuing transaction.
CREATE TABLE billing.number (
  seller_id uuid NOT NULL REFERENCES people.organisation(id),
  series    text NOT NULL,                     -- F-2026 invoices, A-2026 credit notes
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
  net_cents        bigint NOT NULL CHECK (net_cents >= 0), -- a credit note's amounts are what it repays (EN 16931, type 381)
  vat_cents        bigint NOT NULL CHECK (vat_cents >= 0),
  gross_cents      bigint NOT NULL,
  currency         char(3) NOT NULL DEFAULT 'EUR',
  specimen         boolean NOT NULL,
  snapshot         jsonb NOT NULL,             -- EN 16931's fields, as issued
  created_at       timestamptz NOT NULL,
  issued_at        timestamptz,
  CHECK ((state = 'issued') = (number IS NOT NULL AND issue_date IS NOT NULL AND issued_at IS NOT NULL)),
  CHECK (gross_cents = net_cents + vat_cents),
  CHECK ((kind = 'credit-note') = (credits_id IS NOT NULL)),
  UNIQUE (seller_id, number)
);
CREATE INDEX invoice_organisation ON billing.invoice (organisation_id, id DESC);
CREATE INDEX invoice_run ON billing.invoice (run_id);
CREATE INDEX invoice_credits ON billing.invoice (credits_id) WHERE credits_id IS NOT NULL;

-- Which days of which service which line of which invoice has billed: the same day cannot be billed twice, unless it was repaid.
CREATE TABLE billing.billed (
  id          uuid PRIMARY KEY,
  service_id  uuid NOT NULL REFERENCES market.service(id),
  invoice_id  uuid NOT NULL REFERENCES billing.invoice(id) ON DELETE CASCADE,
  line        int NOT NULL CHECK (line > 0),
  charge      text NOT NULL CHECK (charge IN ('setup','rent','early-end')),
  days        daterange NOT NULL CHECK (NOT isempty(days) AND NOT lower_inf(days) AND NOT upper_inf(days)),
  net_cents   bigint NOT NULL,
  credited_from date,                          -- days from here on were repaid, last by
  credited_by uuid REFERENCES billing.invoice(id),
  UNIQUE (invoice_id, line),
  CHECK (credited_from IS NULL OR credited_from <@ days),
  CHECK ((credited_by IS NULL) = (credited_from IS NULL)),
  CONSTRAINT billed_once EXCLUDE USING gist
    (service_id WITH =, charge WITH =, daterange(lower(days), coalesce(credited_from, upper(days))) WITH &&)
);
CREATE UNIQUE INDEX billed_setup_once ON billing.billed (service_id, charge) WHERE charge IN ('setup','early-end') AND credited_from IS NULL;
CREATE INDEX billed_credited_by ON billing.billed (credited_by) WHERE credited_by IS NOT NULL;

CREATE FUNCTION billing.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'issued' THEN RAISE EXCEPTION 'an issued invoice never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER issued_is_final BEFORE UPDATE OR DELETE ON billing.invoice FOR EACH ROW EXECUTE FUNCTION billing.refuse_change();

-- Of a day billed by an issued invoice, only that it was repaid may still be written.
CREATE FUNCTION billing.refuse_unbilling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM billing.invoice i WHERE i.id = OLD.invoice_id AND i.state = 'issued')
     AND (TG_OP = 'DELETE' OR (NEW.id, NEW.service_id, NEW.invoice_id, NEW.line, NEW.charge, NEW.days, NEW.net_cents)
                           IS DISTINCT FROM (OLD.id, OLD.service_id, OLD.invoice_id, OLD.line, OLD.charge, OLD.days, OLD.net_cents)) THEN
    RAISE EXCEPTION 'a day billed by an issued invoice stays billed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER billed_is_final BEFORE UPDATE OR DELETE ON billing.billed FOR EACH ROW EXECUTE FUNCTION billing.refuse_unbilling();
