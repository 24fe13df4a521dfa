-- What joins panels: permanent cables from position to position, the trays that jumpers are run along, and what is in the store.

-- A panel may hang above a rack, in nobody's units; top_u then counts on over the rack's height.
ALTER TABLE fibre.panel ADD COLUMN overhead boolean NOT NULL DEFAULT false;
CREATE OR REPLACE VIEW fibre.panel_card AS
  SELECT p.id, p.site_id, p.handle, p.room_id, p.rack_id, p.top_u, p.connector, p.media, p.positions, p.owner_id, k.handle AS rack_handle, k.row_handle, r.name AS room_name,
         p.overhead
  FROM fibre.panel p JOIN facility.rack_card k ON k.id = p.rack_id JOIN facility.room_card r ON r.id = p.room_id
  WHERE p.ended_at IS NULL;

-- Position from_position + n of one panel is joined to to_position + n of the other, behind both.
CREATE TABLE fibre.trunk (
  id            uuid PRIMARY KEY,
  site_id       uuid NOT NULL REFERENCES facility.site(id),
  handle        text NOT NULL,                 -- K-M2-R1
  from_panel_id uuid NOT NULL,
  from_position int NOT NULL CHECK (from_position >= 1),
  to_panel_id   uuid NOT NULL CHECK (to_panel_id <> from_panel_id),
  to_position   int NOT NULL CHECK (to_position >= 1),
  positions     int NOT NULL CHECK (positions BETWEEN 1 AND 288),
  media         text NOT NULL CHECK (media IN ('os2','om4','cat6a')),
  length_m      numeric(7,2) NOT NULL CHECK (length_m > 0),
  splices       int NOT NULL DEFAULT 0 CHECK (splices BETWEEN 0 AND 20), -- along one strand
  loss_db       numeric(6,2) CHECK (loss_db >= 0),                       -- of the worst strand; null: not known
  loss_source   text CHECK (loss_source IN ('measured','assumed')),
  ended_at      timestamptz,
  CHECK ((loss_db IS NULL) = (loss_source IS NULL)),
  FOREIGN KEY (site_id, from_panel_id) REFERENCES fibre.panel (site_id, id),
  FOREIGN KEY (site_id, to_panel_id) REFERENCES fibre.panel (site_id, id),
  UNIQUE (site_id, handle), UNIQUE (site_id, id)
);

-- One cableway: the points along it in metres from its beginning. A point is a rack, or a name that other trays have too.
CREATE TABLE fibre.tray (
  id        uuid PRIMARY KEY,
  site_id   uuid NOT NULL REFERENCES facility.site(id),
  handle    text NOT NULL,
  stops     jsonb NOT NULL,                    -- [{"at": "M-1", "m": 0.8}]
  ended_at  timestamptz,
  UNIQUE (site_id, handle)
);

-- How jumpers are cut and told apart on this site.
CREATE TABLE fibre.patching (
  id         uuid PRIMARY KEY,
  site_id    uuid NOT NULL UNIQUE REFERENCES facility.site(id),
  lengths_m  jsonb NOT NULL,                   -- kept in the store, ascending
  drop_m     numeric(4,2) NOT NULL,            -- between the tray and a panel, at each end
  slack_m    numeric(4,2) NOT NULL,
  colours    jsonb NOT NULL                    -- {"os2": "yellow"}
);

CREATE VIEW fibre.trunk_card AS
  SELECT id, site_id, handle, from_panel_id, to_panel_id FROM fibre.trunk WHERE ended_at IS NULL;

-- The front of a panel, as a thing of its own: a position may be one service's by its back (a port is wired to it) and another's by its front.
CREATE FUNCTION fibre.front_of(panel_id uuid) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN md5('front of ' || panel_id::text)::uuid;
