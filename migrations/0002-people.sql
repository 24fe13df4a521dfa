-- Organisations, the persons who may act for them, and what the operator's own people may do.
CREATE SCHEMA people;

CREATE TABLE people.organisation (
  id            uuid PRIMARY KEY,
  handle        text NOT NULL UNIQUE CHECK (handle ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  name          text COLLATE "und-x-icu" NOT NULL,
  kinds         text[] NOT NULL CHECK (kinds <@ ARRAY['operator','tenant','carrier','public-body','exchange-member'] AND cardinality(kinds) > 0),
  reseller_id   uuid REFERENCES people.organisation(id) CHECK (reseller_id <> id),
  country       char(2) NOT NULL,
  language      text NOT NULL DEFAULT 'fr' CHECK (language IN ('fr','en')),
  siret         text CHECK (siret ~ '^[0-9]{14}$'),
  vat_number    text,
  service_code  text,
  address       text NOT NULL DEFAULT '',
  invoice_mail  text,
  file_owned    boolean NOT NULL DEFAULT false,
  invented      boolean NOT NULL DEFAULT false,
  version       int NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL,
  ended_at      timestamptz
);
CREATE INDEX organisation_reseller ON people.organisation (reseller_id);

CREATE TABLE people.person (
  id               uuid PRIMARY KEY,
  organisation_id  uuid NOT NULL REFERENCES people.organisation(id),
  name             text COLLATE "und-x-icu" NOT NULL,
  mail             text,
  phone            text,
  language         text NOT NULL DEFAULT 'fr' CHECK (language IN ('fr','en')),
  account_id       uuid UNIQUE,
  file_handle      text UNIQUE,                -- set where the row comes from the site's files, which then own it
  version          int NOT NULL DEFAULT 1,
  created_at       timestamptz NOT NULL,
  ended_at         timestamptz
);
CREATE INDEX person_organisation ON people.person (organisation_id);

-- What a person may do for the organisation, from and until when (dates in the site's zone; until is the last day).
CREATE TABLE people.authorisation (
  id           uuid PRIMARY KEY,
  person_id    uuid NOT NULL REFERENCES people.person(id),
  "right"      text NOT NULL CHECK ("right" IN ('read','order','sign','visit','remote-hands','incident','loa','billing')),
  from_date    date NOT NULL,
  until_date   date CHECK (until_date >= from_date),
  granted_by   uuid,
  created_at   timestamptz NOT NULL,
  withdrawn_at timestamptz
);
CREATE UNIQUE INDEX authorisation_once ON people.authorisation (person_id, "right") WHERE withdrawn_at IS NULL;

CREATE TABLE people.operator_role (
  person_id  uuid NOT NULL REFERENCES people.person(id),
  role       text NOT NULL CHECK (role IN ('admin','sales','engineer','technician','accountant')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (person_id, role)
);

-- Our own API keys: 32 random bytes, of which only the SHA-256 is kept.
CREATE TABLE people.api_key (
  id           uuid PRIMARY KEY,
  person_id    uuid NOT NULL REFERENCES people.person(id),
  label        text NOT NULL,
  sha256       bytea NOT NULL UNIQUE,
  scopes       text[] NOT NULL,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at   timestamptz
);

-- One-time sign-in links (the first administrator, an invited person): the token's SHA-256 only.
CREATE TABLE people.sign_in_link (
  sha256     bytea PRIMARY KEY,
  person_id  uuid NOT NULL REFERENCES people.person(id),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);

CREATE VIEW people.organisation_card AS
  SELECT id, handle, name, kinds, reseller_id, country, language, siret, vat_number, service_code, address, invoice_mail, ended_at
  FROM people.organisation;
CREATE VIEW people.person_card AS
  SELECT id, organisation_id, name, mail, language, ended_at FROM people.person;
CREATE VIEW people.key_card AS SELECT id, person_id, label FROM people.api_key;
