-- Each phase of a board and of a UPS is a limit of its own: `other-side-lost:L1` beside `other-side-lost`. What was computed before
-- does not know them; the next who reserves power computes all limits and sums anew.
DELETE FROM market.limits_of;

-- The strips of a shared rack have an outlet beside each height unit, metered one by one: what one tenant draws is told from another's.
CREATE TABLE facility.outlet (
  id             uuid PRIMARY KEY,
  site_id        uuid NOT NULL REFERENCES facility.site(id),
  handle         text NOT NULL,                -- outlet-A-3-1/12
  compartment_id uuid NOT NULL REFERENCES facility.compartment(id),
  chain          text NOT NULL CHECK (chain IN ('A','B')),
  number         int NOT NULL CHECK (number >= 1),
  breaker_a      numeric NOT NULL CHECK (breaker_a > 0),
  voltage_v      int NOT NULL CHECK (voltage_v > 0),
  ended_at       timestamptz,
  UNIQUE (site_id, handle), UNIQUE (site_id, id)
);
CREATE INDEX outlet_compartment ON facility.outlet (compartment_id);
CREATE VIEW facility.outlet_card AS
  SELECT id, site_id, handle, compartment_id, chain, number, breaker_a, voltage_v FROM facility.outlet WHERE ended_at IS NULL;

-- Which outlets a service was given with its units, and from when to when. An outlet that is ended kept its readings.
CREATE VIEW market.outlet_claim_card AS
  SELECT c.service_id, c.id AS claim_id, o.id AS outlet_id, o.handle, o.chain, o.number, o.compartment_id, c.held_at, c.given_back_at
  FROM market.claim c JOIN facility.outlet o ON o.id = c.thing_id WHERE c.kind = 'outlet' AND c.service_id IS NOT NULL;

-- Pieces of a file of readings that is larger than one call, kept aside until the last of them is there; then all are judged and kept
-- in one transaction, and these rows are gone. What never became whole is forgotten after a day.
CREATE TABLE market.import_piece (
  file_id     uuid NOT NULL,
  place       int NOT NULL CHECK (place >= 1),
  line_offset int NOT NULL,
  content     bytea NOT NULL,
  kept_at     timestamptz NOT NULL,
  PRIMARY KEY (file_id, place)
);
CREATE INDEX import_piece_age ON market.import_piece (kept_at);
