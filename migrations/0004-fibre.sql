-- Meet-me room panels and their positions.
CREATE SCHEMA fibre;
CREATE TABLE fibre.panel (
  id          uuid PRIMARY KEY,
  site_id     uuid NOT NULL REFERENCES facility.site(id),
  handle      text NOT NULL,                   -- M2-P04
  room_id     uuid NOT NULL,
  rack_id     uuid NOT NULL,
  top_u       int NOT NULL,
  connector   text NOT NULL CHECK (connector IN ('LC-UPC','LC-APC','SC-APC','RJ45')),
  media       text NOT NULL CHECK (media IN ('os2','om4','cat6a')),
  positions   int NOT NULL CHECK (positions BETWEEN 1 AND 288),
  owner_id    uuid REFERENCES people.organisation(id),
  ended_at    timestamptz,
  FOREIGN KEY (site_id, room_id) REFERENCES facility.room (site_id, id),
  FOREIGN KEY (site_id, rack_id) REFERENCES facility.rack (site_id, id),
  UNIQUE (site_id, handle), UNIQUE (site_id, id)
);
CREATE VIEW fibre.panel_card AS
  SELECT p.id, p.site_id, p.handle, p.room_id, p.rack_id, p.top_u, p.connector, p.media, p.positions, p.owner_id, k.handle AS rack_handle, k.row_handle, r.name AS room_name
  FROM fibre.panel p JOIN facility.rack_card k ON k.id = p.rack_id JOIN facility.room_card r ON r.id = p.room_id
  WHERE p.ended_at IS NULL;
