-- The site as built: room, rows, racks and their compartments, both power chains, cooling.
CREATE SCHEMA facility;

CREATE TABLE facility.site (
  id              uuid PRIMARY KEY,
  code            text NOT NULL UNIQUE CHECK (code ~ '^[A-Z]{3}$'),
  name            text NOT NULL,
  zone            text NOT NULL,               -- IANA zone
  sample          boolean NOT NULL DEFAULT false,
  operator_id     uuid NOT NULL REFERENCES people.organisation(id),
  plant_revision  bigint NOT NULL DEFAULT 1,
  file_digest     text,                        -- of the folder last applied
  facts           jsonb NOT NULL DEFAULT '[]', -- public facts with their source
  created_at      timestamptz NOT NULL
);

CREATE TABLE facility.room (
  id         uuid PRIMARY KEY,
  site_id    uuid NOT NULL REFERENCES facility.site(id),
  handle     text NOT NULL,
  name       text NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('data-hall','meet-me-room','electrical','office')),
  width_mm   int NOT NULL CHECK (width_mm > 0),
  depth_mm   int NOT NULL CHECK (depth_mm > 0),
  invented   boolean NOT NULL DEFAULT true,
  ended_at   timestamptz,
  UNIQUE (site_id, handle), UNIQUE (site_id, id)
);

CREATE TABLE facility.rack (
  id           uuid PRIMARY KEY,
  site_id      uuid NOT NULL,
  room_id      uuid NOT NULL,
  handle       text NOT NULL,                  -- 3-12: row 3, rack 12
  row_handle   text NOT NULL,
  x_mm         int NOT NULL, y_mm int NOT NULL,
  width_mm     int NOT NULL CHECK (width_mm > 0), depth_mm int NOT NULL CHECK (depth_mm > 0),
  front        text NOT NULL CHECK (front IN ('north','south','east','west')),
  units_u      int NOT NULL CHECK (units_u BETWEEN 1 AND 60),
  limit_kg     int NOT NULL CHECK (limit_kg > 0),
  shared       boolean NOT NULL DEFAULT false,
  fact         text NOT NULL DEFAULT 'built' CHECK (fact IN ('planned','ordered','built','measured')),
  ended_at     timestamptz,
  FOREIGN KEY (site_id, room_id) REFERENCES facility.room (site_id, id),
  UNIQUE (site_id, handle), UNIQUE (site_id, id)
);

-- A compartment is built: its own lock and its own A and B strips. A full rack has one.
CREATE TABLE facility.compartment (
  id          uuid PRIMARY KEY,
  site_id     uuid NOT NULL,
  rack_id     uuid NOT NULL,
  handle      text NOT NULL,                   -- 3-12/a
  size        text NOT NULL CHECK (size IN ('full','half','quarter','shared')),
  first_u     int NOT NULL CHECK (first_u >= 1),
  units_u     int NOT NULL CHECK (units_u >= 1),
  lock        text,
  ended_at    timestamptz,
  FOREIGN KEY (site_id, rack_id) REFERENCES facility.rack (site_id, id),
  UNIQUE (site_id, handle), UNIQUE (site_id, id)
);

-- Every element of a power chain, from the grid contract down to the feed of a compartment, and the cooling units.
CREATE TABLE facility.element (
  id             uuid PRIMARY KEY,
  site_id        uuid NOT NULL REFERENCES facility.site(id),
  handle         text NOT NULL,
  kind           text NOT NULL CHECK (kind IN ('grid-contract','transformer','genset','transfer-switch','ups','board','way','feed','cooling-unit')),
  chain          text CHECK (chain IN ('A','B')),
  room_id        uuid,
  limit_w        int CHECK (limit_w > 0),
  limit_va       int CHECK (limit_va > 0),
  breaker_a      numeric CHECK (breaker_a > 0),
  breaker_curve  text,
  voltage_v      int,
  phases         int CHECK (phases IN (1, 3)),
  phase          text CHECK (phase IN ('L1','L2','L3')),
  compartment_id uuid REFERENCES facility.compartment(id),
  serves_rows    text[],
  fact           text NOT NULL DEFAULT 'built' CHECK (fact IN ('planned','ordered','built','measured')),
  source         text NOT NULL DEFAULT 'assumed' CHECK (source IN ('measured','contracted','nameplate','assumed')),
  detail         jsonb NOT NULL DEFAULT '{}',
  ended_at       timestamptz,
  UNIQUE (site_id, handle), UNIQUE (site_id, id)
);
CREATE INDEX element_compartment ON facility.element (compartment_id);

-- The plant's graph: contains, powers, joins, cools. No path is ever stored.
CREATE TABLE facility.edge (
  site_id  uuid NOT NULL,
  kind     text NOT NULL CHECK (kind IN ('powers','cools')),
  from_id  uuid NOT NULL,
  to_id    uuid NOT NULL,
  FOREIGN KEY (site_id, from_id) REFERENCES facility.element (site_id, id),
  FOREIGN KEY (site_id, to_id) REFERENCES facility.element (site_id, id),
  PRIMARY KEY (site_id, kind, from_id, to_id)
);

CREATE VIEW facility.site_card AS SELECT id, code, name, zone, sample, operator_id FROM facility.site;
CREATE VIEW facility.rack_card AS SELECT id, site_id, room_id, handle, row_handle, units_u, shared FROM facility.rack WHERE ended_at IS NULL;
CREATE VIEW facility.room_card AS SELECT id, site_id, handle, name, kind FROM facility.room WHERE ended_at IS NULL;
