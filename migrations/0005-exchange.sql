-- The peering fabric: what is wished of it, and what was last found on it.
CREATE SCHEMA exchange;

CREATE TABLE exchange.lan (
  id          uuid PRIMARY KEY,
  site_id     uuid NOT NULL REFERENCES facility.site(id),
  handle      text NOT NULL,
  name        text NOT NULL,
  v4          cidr NOT NULL CHECK (family(v4) = 4),
  v6          cidr NOT NULL CHECK (family(v6) = 6),
  vlan        int NOT NULL CHECK (vlan BETWEEN 1 AND 4094),
  quarantine_vlan int NOT NULL CHECK (quarantine_vlan BETWEEN 1 AND 4094 AND quarantine_vlan <> vlan),
  -- host numbers 1..reserved_hosts belong to the site (route servers, collector)
  reserved_hosts int NOT NULL DEFAULT 19,
  rest_days   int NOT NULL DEFAULT 60,
  -- documentation and benchmarking ranges that a sample site's members announce: not bogons on this LAN
  sample_prefixes cidr[] NOT NULL DEFAULT '{}',
  -- after a restore: wishes count from here, above what the devices already hold
  generation_floor bigint NOT NULL DEFAULT 1,
  ended_at    timestamptz,
  UNIQUE (site_id, handle), UNIQUE (site_id, id)
);

CREATE TABLE exchange.switch (
  id         uuid PRIMARY KEY,
  site_id    uuid NOT NULL REFERENCES facility.site(id),
  lan_id     uuid NOT NULL REFERENCES exchange.lan(id),
  handle     text NOT NULL,
  room_id    uuid NOT NULL,
  rack_id    uuid NOT NULL,
  top_u      int NOT NULL,
  driver     text NOT NULL CHECK (driver IN ('open-vswitch','none')),
  ended_at   timestamptz,
  UNIQUE (site_id, handle), UNIQUE (site_id, id)
);

CREATE TABLE exchange.port (
  id         uuid PRIMARY KEY,
  site_id    uuid NOT NULL,
  switch_id  uuid NOT NULL,
  number     int NOT NULL CHECK (number BETWEEN 1 AND 512),
  speed_mbps int NOT NULL CHECK (speed_mbps IN (1000, 10000, 100000)),
  optic      text NOT NULL,
  -- where the port comes out in the meet-me room when it is already patched there
  prewired_panel_id uuid REFERENCES fibre.panel(id),
  prewired_position int,
  fact       text NOT NULL DEFAULT 'built' CHECK (fact IN ('planned','ordered','built','measured')),
  ended_at   timestamptz,
  FOREIGN KEY (site_id, switch_id) REFERENCES exchange.switch (site_id, id),
  UNIQUE (switch_id, number), UNIQUE (site_id, id)
);

CREATE TABLE exchange.route_server (
  id         uuid PRIMARY KEY,
  site_id    uuid NOT NULL REFERENCES facility.site(id),
  lan_id     uuid NOT NULL REFERENCES exchange.lan(id),
  handle     text NOT NULL,
  kind       text NOT NULL DEFAULT 'route-server' CHECK (kind IN ('route-server','collector')),
  asn        bigint NOT NULL CHECK (asn BETWEEN 1 AND 4294967294),
  v4         inet NOT NULL,
  v6         inet NOT NULL,
  daemon     text NOT NULL CHECK (daemon IN ('bird','openbgpd','none')),
  ended_at   timestamptz,
  UNIQUE (site_id, handle), UNIQUE (site_id, id)
);

-- An autonomous system that an organisation says it runs, and the proof of it.
CREATE TABLE exchange.asn (
  site_id         uuid NOT NULL REFERENCES facility.site(id),
  asn             bigint NOT NULL CHECK (asn BETWEEN 1 AND 4294967294),
  organisation_id uuid NOT NULL REFERENCES people.organisation(id),
  as_set          text,
  contact_mail    text,
  contact_source  text,                        -- where the address was read: the registry's object
  declared_at     timestamptz,
  code_sha256     bytea,
  code_sent_at    timestamptz,
  code_attempts   int NOT NULL DEFAULT 0,
  proved_at       timestamptz,
  proved_how      text,                        -- mailed-code, attested, or the site file's own words
  proved_by       uuid REFERENCES people.person(id),
  proved_reason   text,                        -- an operator who attests says why
  PRIMARY KEY (site_id, asn)
);

-- What one service wishes of the fabric. `state` is the wish; the generation grows with every change of it.
CREATE TABLE exchange.attachment (
  service_id   uuid PRIMARY KEY,               -- market.service, to the right of this room: no foreign key
  label        text,                           -- the service's number, as people read it
  site_id      uuid NOT NULL REFERENCES facility.site(id),
  organisation_id uuid NOT NULL REFERENCES people.organisation(id),
  lan_id       uuid NOT NULL REFERENCES exchange.lan(id),
  port_id      uuid NOT NULL REFERENCES exchange.port(id),
  asn          bigint NOT NULL,
  as_set       text,
  v4           inet NOT NULL,
  v6           inet NOT NULL,
  mac          macaddr,
  mac_learned  macaddr,
  mac_learned_at timestamptz,
  mac_confirmed_at timestamptz,
  max_prefix_v4 int NOT NULL CHECK (max_prefix_v4 BETWEEN 1 AND 1000000),
  max_prefix_v6 int NOT NULL CHECK (max_prefix_v6 BETWEEN 1 AND 1000000),
  prefixes     cidr[] NOT NULL DEFAULT '{}',   -- own prefixes that the route servers let in
  state        text NOT NULL CHECK (state IN ('off','quarantine','production','suspended')),
  generation   bigint NOT NULL DEFAULT 1,      -- drawn under the lock of the lan row, so that commits keep its order
  wished_at    timestamptz NOT NULL,
  FOREIGN KEY (site_id, asn) REFERENCES exchange.asn (site_id, asn)
);
CREATE UNIQUE INDEX attachment_port ON exchange.attachment (port_id) WHERE state <> 'off';
CREATE UNIQUE INDEX attachment_v4 ON exchange.attachment (lan_id, v4) WHERE state <> 'off';
CREATE UNIQUE INDEX attachment_v6 ON exchange.attachment (lan_id, v6) WHERE state <> 'off';
CREATE UNIQUE INDEX attachment_mac ON exchange.attachment (lan_id, mac) WHERE state <> 'off' AND mac IS NOT NULL;
CREATE INDEX attachment_organisation ON exchange.attachment (organisation_id);
CREATE INDEX attachment_asn ON exchange.attachment (site_id, asn);
CREATE SEQUENCE exchange.generation START 2;

-- An equipment that once came through quarantine: the same ASN with the same MAC need not again.
CREATE TABLE exchange.quarantine_pass (
  asn          bigint NOT NULL,
  mac          macaddr NOT NULL,
  service_id   uuid NOT NULL,
  passed_at    timestamptz NOT NULL,
  PRIMARY KEY (asn, mac)
);

-- What was last found, by whom: the reconcilers write it, decisions read it as evidence.
CREATE TABLE exchange.found_port (
  port_id        uuid PRIMARY KEY REFERENCES exchange.port(id),
  generation     bigint,                       -- the generation written into the device
  state          text CHECK (state IN ('off','quarantine','production','suspended')), -- as the device holds it; null: never told
  link           text NOT NULL CHECK (link IN ('up','down','unknown')),
  errors         bigint,
  learned_macs   macaddr[] NOT NULL DEFAULT '{}',
  carries_v4     boolean, carries_v6 boolean,  -- a frame put in at the port reached the quarantine responder and came back; null: not asked
  answers_v4     boolean, answers_v6 boolean,  -- the customer's equipment answered ARP/ND and ping in quarantine; null: not asked
  tested_at      timestamptz,                  -- of the last of these four
  changed_at     timestamptz NOT NULL,         -- anything but the counters
  at             timestamptz NOT NULL
);
CREATE TABLE exchange.found_route_server (
  route_server_id uuid PRIMARY KEY REFERENCES exchange.route_server(id),
  generation      bigint,                      -- that it holds; null: it was never told
  applied_at      timestamptz,                 -- when that generation was first found there
  at              timestamptz NOT NULL
);
CREATE TABLE exchange.found_session (
  service_id      uuid NOT NULL,
  route_server_id uuid NOT NULL REFERENCES exchange.route_server(id),
  family          int NOT NULL CHECK (family IN (4, 6)),
  state           text NOT NULL CHECK (state IN ('established','down','absent')),
  generation      bigint,                      -- the generation that the route server held
  since           timestamptz,
  imported        int, filtered int, exported int,
  last_error      text,
  at              timestamptz NOT NULL,
  PRIMARY KEY (service_id, route_server_id, family)
);
-- A route of this service seen at another member (or at the collector), and that member's ping of it.
CREATE TABLE exchange.found_route (
  service_id   uuid NOT NULL,
  family       int NOT NULL CHECK (family IN (4, 6)),
  witness      text NOT NULL,                  -- AS<n> of the other member, or the collector's handle
  prefix       cidr NOT NULL,
  pinged       boolean,
  generation   bigint NOT NULL,                -- of the attachment as it was asked for
  since        timestamptz NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (service_id, family)
);

CREATE VIEW exchange.port_card AS
  SELECT p.id, p.site_id, p.switch_id, s.handle AS switch_handle, p.number, p.speed_mbps, p.prewired_panel_id, p.prewired_position,
         p.fact IN ('built', 'measured') AS sellable
  FROM exchange.port p JOIN exchange.switch s ON s.id = p.switch_id AND s.ended_at IS NULL WHERE p.ended_at IS NULL;
CREATE VIEW exchange.attachment_card AS
  SELECT service_id, site_id, organisation_id, lan_id, port_id, asn, state FROM exchange.attachment;
CREATE VIEW exchange.session_card AS
  SELECT f.service_id, r.handle AS route_server, f.family, f.state, f.since, f.last_error, f.at
  FROM exchange.found_session f JOIN exchange.route_server r ON r.id = f.route_server_id AND r.kind = 'route-server' AND r.ended_at IS NULL;
