-- A service changes while it is in service: its price is a history, a line says what it replaces, and days billed at an older price are corrected.

-- Prices of a service, each from a day on, written with its first change: until then its one price is its row's. The latest row of a day counts.
CREATE TABLE market.service_price (
  id          uuid PRIMARY KEY,
  service_id  uuid NOT NULL REFERENCES market.service(id),
  line_id     uuid UNIQUE REFERENCES market.line(id), -- the change that brought it; null: the price at which the service began
  from_date   date NOT NULL,
  item        text,
  items       jsonb NOT NULL,                -- as quoted: [{item, setup_micro_euros, monthly_micro_euros}]
  monthly_micro_euros bigint NOT NULL CHECK (monthly_micro_euros >= 0),
  made_at     timestamptz NOT NULL
);
CREATE INDEX service_price_of ON market.service_price (service_id, from_date, id);

CREATE VIEW market.service_price_card AS
  SELECT id, service_id, from_date, item, monthly_micro_euros FROM market.service_price
  UNION ALL
  SELECT NULL, s.id, s.billing_from, s.item, s.monthly_micro_euros FROM market.service s
  WHERE s.monthly_micro_euros IS NOT NULL AND s.billing_from IS NOT NULL
    AND NOT EXISTS (SELECT FROM market.service_price p WHERE p.service_id = s.id);

-- What a change was signed on: the parameters before, the claims that it gives back, the power that a kept claim then carries.
ALTER TABLE market.line ADD COLUMN change jsonb, ADD COLUMN change_open boolean NOT NULL DEFAULT false;
ALTER TABLE market.line ADD CHECK (does = 'change' OR NOT change_open);
-- From the signature until nothing is left to give back, no other change of the service is signed.
CREATE UNIQUE INDEX one_change_at_a_time ON market.line (service_id) WHERE change_open;

-- A line of rent bills days (price_id null), or brings days that were billed before to a later, dearer price: each of them once.
ALTER TABLE billing.billed ADD COLUMN price_id uuid REFERENCES market.service_price(id);
ALTER TABLE billing.billed ADD CHECK (price_id IS NULL OR charge = 'rent');
ALTER TABLE billing.billed DROP CONSTRAINT billed_once;
ALTER TABLE billing.billed ADD CONSTRAINT billed_once EXCLUDE USING gist
  (service_id WITH =, charge WITH =, coalesce(price_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =,
   daterange(lower(days), coalesce(credited_from, upper(days))) WITH &&);

-- Days of a billed line that a credit note brought down to a later, cheaper price.
CREATE TABLE billing.reduced (
  id          uuid PRIMARY KEY,
  invoice_id  uuid NOT NULL,
  line        int NOT NULL,
  credited_by uuid NOT NULL REFERENCES billing.invoice(id),
  price_id    uuid NOT NULL REFERENCES market.service_price(id),
  days        daterange NOT NULL CHECK (NOT isempty(days) AND NOT lower_inf(days) AND NOT upper_inf(days)),
  less_micro_euros bigint NOT NULL CHECK (less_micro_euros > 0), -- of the month's price
  net_cents   bigint NOT NULL CHECK (net_cents >= 0),
  FOREIGN KEY (invoice_id, line) REFERENCES billing.billed (invoice_id, line),
  CONSTRAINT reduced_once EXCLUDE USING gist (invoice_id WITH =, line WITH =, price_id WITH =, days WITH &&)
);
CREATE INDEX reduced_credited_by ON billing.reduced (credited_by);

CREATE FUNCTION billing.refuse_unreducing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a reduction that was credited stays' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER reduced_is_final BEFORE UPDATE OR DELETE ON billing.reduced FOR EACH ROW EXECUTE FUNCTION billing.refuse_unreducing();

-- The trigger that keeps billed days names its columns: the price is one of them now.
CREATE OR REPLACE FUNCTION billing.refuse_unbilling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM billing.invoice i WHERE i.id = OLD.invoice_id AND i.state = 'issued')
     AND (TG_OP = 'DELETE' OR (NEW.id, NEW.service_id, NEW.invoice_id, NEW.line, NEW.charge, NEW.days, NEW.net_cents, NEW.price_id)
                           IS DISTINCT FROM (OLD.id, OLD.service_id, OLD.invoice_id, OLD.line, OLD.charge, OLD.days, OLD.net_cents, OLD.price_id)) THEN
    RAISE EXCEPTION 'a day billed by an issued invoice stays billed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
