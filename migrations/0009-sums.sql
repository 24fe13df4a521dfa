-- Power is sold by sums: how a site sells it, what each limit holds, and which claim holds how much of it.

ALTER TABLE facility.site ADD COLUMN capacity jsonb NOT NULL DEFAULT '{"power_factor": 0.9, "power_factor_source": "assumed", "oversell": {}, "meet_me_entries": []}';
ALTER TABLE facility.site ADD COLUMN certificates jsonb NOT NULL DEFAULT '[]';

-- A firm quote holds power before there is a service, and what rests still holds it: sums hang on the claim of the space.
DROP TABLE market.sum_claim;
DROP TABLE market.element_limit;

-- What an element may carry in one failure case, oversell included, and what is reserved of it. Recomputed when the plant changes.
CREATE TABLE market.element_limit (
  site_id       uuid NOT NULL REFERENCES facility.site(id),
  element_id    uuid NOT NULL REFERENCES facility.element(id),
  failure_case  text NOT NULL,                 -- other-side-lost, unit-lost:1,2
  unit          text NOT NULL CHECK (unit IN ('W','VA')),
  own           boolean NOT NULL,              -- of one compartment: its way, its feed
  limit_amount  bigint NOT NULL CHECK (limit_amount >= 0),
  reserved      bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  CONSTRAINT within_limit CHECK (reserved <= limit_amount),
  PRIMARY KEY (element_id, failure_case, unit)
);
CREATE INDEX element_limit_site ON market.element_limit (site_id);

-- The load that a claim of space was sold with: P in total, over both sides or one. Its sums are computed from it and the plant.
CREATE TABLE market.load (
  claim_id uuid PRIMARY KEY REFERENCES market.claim(id),
  watts    int NOT NULL CHECK (watts > 0),
  sides    text NOT NULL CHECK (sides IN ('A+B','A','B'))
);
CREATE TABLE market.sum_claim (
  claim_id     uuid NOT NULL REFERENCES market.load(claim_id),
  element_id   uuid NOT NULL,
  failure_case text NOT NULL,
  unit         text NOT NULL,
  amount       bigint NOT NULL CHECK (amount > 0),
  PRIMARY KEY (claim_id, element_id, failure_case, unit),
  FOREIGN KEY (element_id, failure_case, unit) REFERENCES market.element_limit
);
CREATE INDEX sum_claim_limit ON market.sum_claim (element_id, failure_case, unit);

-- The plant that the limits were computed from.
CREATE TABLE market.limits_of (
  site_id        uuid PRIMARY KEY REFERENCES facility.site(id),
  plant_revision bigint NOT NULL
);

-- What a customer signs when space is handed over.
CREATE TABLE market.handover_note (
  service_id uuid PRIMARY KEY REFERENCES market.service(id),
  file_id    uuid NOT NULL REFERENCES floor.file(id),
  made_at    timestamptz NOT NULL
);
