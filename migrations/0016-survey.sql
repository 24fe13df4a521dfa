-- What stands in a customer's closet before it moves in, and the plan of the move that both sides agreed to.
CREATE TABLE market.survey (
  id              uuid PRIMARY KEY,
  site_id         uuid NOT NULL REFERENCES facility.site(id),
  number          text NOT NULL UNIQUE,        -- BES-S-2026-00001
  organisation_id uuid NOT NULL REFERENCES people.organisation(id),
  place           text NOT NULL,               -- where the closet is
  surveyed_on     date NOT NULL,
  devices         jsonb NOT NULL,              -- as surveyed, each with what was measured and what is on its plate
  entered_by      uuid REFERENCES people.person(id),
  created_at      timestamptz NOT NULL,
  version         int NOT NULL DEFAULT 1
);
CREATE INDEX survey_organisation ON market.survey (organisation_id, id DESC);

-- The move as agreed: the plan of that day, by whom; then how the customer's own tests went.
CREATE TABLE market.move_agreed (
  service_id uuid PRIMARY KEY REFERENCES market.service(id),
  plan       jsonb NOT NULL,
  agreed_at  timestamptz NOT NULL,
  agreed_by  uuid REFERENCES people.person(id),
  tested_at  timestamptz,
  tested_by  uuid REFERENCES people.person(id),
  test_note  text,
  CHECK ((tested_at IS NULL) = (test_note IS NULL))
);

-- What a compartment takes: its height, its rack's depth, and its share of what the rack may weigh.
CREATE VIEW facility.compartment_card AS
  SELECT c.id, c.site_id, c.handle, c.size, c.first_u, c.units_u, k.handle AS rack_handle, k.row_handle, k.room_id, k.depth_mm,
         k.limit_kg * c.units_u / k.units_u AS limit_kg, k.fact IN ('built', 'measured') AS sellable
  FROM facility.compartment c JOIN facility.rack k ON k.id = c.rack_id WHERE c.ended_at IS NULL AND k.ended_at IS NULL;
