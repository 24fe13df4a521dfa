-- Letters of authorisation: the party whose port is reached says in writing who may connect there, once, until when.

-- What an agreement says of letters: how long one stands unless said, and how much notice the other side gives to a service on one.
ALTER TABLE market.contract
  ADD COLUMN letter_days int NOT NULL DEFAULT 60 CHECK (letter_days BETWEEN 1 AND 366),
  ADD COLUMN letter_notice_days int NOT NULL DEFAULT 30 CHECK (letter_notice_days BETWEEN 0 AND 365);

-- A group of positions to which its owner lets others connect without asking each time.
CREATE TABLE market.standing_consent (
  id              uuid PRIMARY KEY,
  site_id         uuid NOT NULL REFERENCES facility.site(id),
  issuer_id       uuid NOT NULL REFERENCES people.organisation(id),
  panel_id        uuid NOT NULL REFERENCES fibre.panel(id),
  positions       int4range NOT NULL CHECK (NOT isempty(positions) AND lower(positions) >= 1),
  any_company     boolean NOT NULL,
  until_date      date NOT NULL,               -- the last day
  given_by        uuid REFERENCES people.person(id),
  given_at        timestamptz NOT NULL,
  ended_by        uuid REFERENCES people.person(id),
  ended_at        timestamptz
);
CREATE INDEX standing_consent_issuer ON market.standing_consent (issuer_id, id DESC);
CREATE TABLE market.standing_consent_company (
  consent_id      uuid NOT NULL REFERENCES market.standing_consent(id),
  organisation_id uuid NOT NULL REFERENCES people.organisation(id),
  PRIMARY KEY (consent_id, organisation_id)
);

-- The check code stands in clear: it is printed again on each copy, whoever reads this table reads the letters themselves, and all
-- that it opens is one word, the letter's state. It is looked up by its digest, so that the time of an answer tells nothing of how
-- near a guess was.
CREATE TABLE market.letter (
  id              uuid PRIMARY KEY,
  site_id         uuid NOT NULL REFERENCES facility.site(id),
  number          text NOT NULL UNIQUE,        -- BES-L-2026-00001
  code            text NOT NULL CHECK (length(code) >= 25),
  code_sha256     bytea NOT NULL UNIQUE,
  issuer_id       uuid NOT NULL REFERENCES people.organisation(id),
  organisation_id uuid NOT NULL REFERENCES people.organisation(id) CHECK (organisation_id <> issuer_id),
  panel_id        uuid NOT NULL REFERENCES fibre.panel(id),
  position        int NOT NULL CHECK (position >= 1),
  -- As signed: what is printed does not change with the panel.
  panel           text NOT NULL,               -- M3-P01
  label           text NOT NULL,               -- M3-P01/07
  connector       text NOT NULL,
  media           text NOT NULL,
  expires_on      date NOT NULL,               -- the last day on which it can be used
  for_line_id     uuid REFERENCES market.line(id),   -- the line that it answers
  issued_by       uuid REFERENCES people.person(id),
  issued_at       timestamptz NOT NULL,
  used_line_id    uuid REFERENCES market.line(id),   -- single use
  used_at         timestamptz,
  revoked_by      uuid REFERENCES people.person(id),
  revoked_at      timestamptz,
  version         int NOT NULL DEFAULT 1,
  CHECK ((used_line_id IS NULL) = (used_at IS NULL))
);
CREATE INDEX letter_issuer ON market.letter (issuer_id, id DESC);
CREATE INDEX letter_organisation ON market.letter (organisation_id, id DESC);
CREATE INDEX letter_for_line ON market.letter (for_line_id);
CREATE INDEX letter_used_line ON market.letter (used_line_id);
CREATE INDEX letter_open ON market.letter (expires_on) WHERE used_line_id IS NULL AND revoked_at IS NULL;

-- A line that waits for the other side's consent.
CREATE TABLE market.letter_request (
  line_id         uuid PRIMARY KEY REFERENCES market.line(id),
  site_id         uuid NOT NULL REFERENCES facility.site(id),
  other_id        uuid NOT NULL REFERENCES people.organisation(id),
  media           text,
  panel_id        uuid REFERENCES fibre.panel(id),   -- wished
  asked_at        timestamptz NOT NULL
);
CREATE INDEX letter_request_other ON market.letter_request (other_id, asked_at);

-- A letter holds its position from the day it is issued until it is used (then the line holds it), expired or revoked.
ALTER TABLE market.claim ADD COLUMN letter_id uuid REFERENCES market.letter(id);
ALTER TABLE market.claim DROP CONSTRAINT claim_check;
ALTER TABLE market.claim ADD CONSTRAINT claim_of_somebody CHECK (line_id IS NOT NULL OR service_id IS NOT NULL OR letter_id IS NOT NULL);
CREATE INDEX claim_letter ON market.claim (letter_id);
