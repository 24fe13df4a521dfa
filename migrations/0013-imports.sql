-- Exchanges that a file declares, beside the site's own: members with ports that this site neither drives, proves nor sells.
CREATE TABLE exchange.declared_exchange (
  id          uuid PRIMARY KEY,
  site_id     uuid NOT NULL REFERENCES facility.site(id),
  name        text COLLATE "und-x-icu" NOT NULL,
  ixf_id      bigint,                          -- in the Euro-IX database; null: the file does not say
  country     text,
  url         text,
  file_name   text NOT NULL,
  file_sha256 bytea NOT NULL CHECK (length(file_sha256) = 32),
  at          timestamptz NOT NULL,
  UNIQUE (site_id, name)
);

CREATE TABLE exchange.declared_lan (
  exchange_id uuid NOT NULL REFERENCES exchange.declared_exchange(id),
  vlan        bigint NOT NULL,                 -- as the file numbers it: not a VLAN id of ours
  name        text,
  v4          cidr CHECK (family(v4) = 4),
  v4_source   text CHECK (v4_source IN ('file','given','assumed')),
  v6          cidr CHECK (family(v6) = 6),
  v6_source   text CHECK (v6_source IN ('file','given','assumed')),
  PRIMARY KEY (exchange_id, vlan),
  CHECK ((v4 IS NULL) = (v4_source IS NULL) AND (v6 IS NULL) = (v6_source IS NULL))
);

-- One connection of one member. No reconciler reads it, no port of ours is held by it: what it says is what a file said.
CREATE TABLE exchange.declared_attachment (
  service_id  uuid PRIMARY KEY,                -- market.service, to the right of this room: no foreign key
  label       text NOT NULL,                   -- the service's number, as people read it
  site_id     uuid NOT NULL REFERENCES facility.site(id),
  exchange_id uuid NOT NULL REFERENCES exchange.declared_exchange(id),
  organisation_id uuid NOT NULL REFERENCES people.organisation(id),
  asn         bigint NOT NULL CHECK (asn BETWEEN 1 AND 4294967294),
  facts       jsonb NOT NULL,                  -- ports, speeds, addresses, MACs, AS-SETs, max-prefix; null in it: not said
  file_name   text NOT NULL,
  file_sha256 bytea NOT NULL CHECK (length(file_sha256) = 32),
  file_path   text NOT NULL,                   -- member_list[3].connection_list[0]
  at          timestamptz NOT NULL,
  ended_at    timestamptz
);
CREATE INDEX declared_attachment_exchange ON exchange.declared_attachment (exchange_id) WHERE ended_at IS NULL;
CREATE INDEX declared_attachment_organisation ON exchange.declared_attachment (organisation_id);
CREATE INDEX declared_attachment_asn ON exchange.declared_attachment (site_id, asn);

CREATE VIEW exchange.declared_card AS
  SELECT a.service_id, a.site_id, a.organisation_id, a.asn, e.name AS exchange
  FROM exchange.declared_attachment a JOIN exchange.declared_exchange e ON e.id = a.exchange_id WHERE a.ended_at IS NULL;
