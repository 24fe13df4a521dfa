-- The other side's consent to a connection that lived before this system: declared by the file that told of it, without a letter.
CREATE TABLE market.taken_consent (
  service_id      uuid PRIMARY KEY REFERENCES market.service(id),
  site_id         uuid NOT NULL REFERENCES facility.site(id),
  issuer_id       uuid NOT NULL REFERENCES people.organisation(id),   -- whose panel is reached
  label           text NOT NULL,                                      -- M3-P01/07
  declared_at     timestamptz NOT NULL,
  revoked_by      uuid REFERENCES people.person(id),
  revoked_at      timestamptz
);
CREATE INDEX taken_consent_issuer ON market.taken_consent (issuer_id);
