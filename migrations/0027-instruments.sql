-- What a person reads a value with. A reading keeps which one it was, with its serial number and calibration as they were on that day: the row
-- itself says what they are now.
CREATE TABLE facility.instrument (
  id               uuid PRIMARY KEY,
  site_id          uuid NOT NULL REFERENCES facility.site(id),
  handle           text NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('multimeter','voltage-detector','phase-tester','installation-tester','clamp-meter',
                                                 'loss-test-set','power-meter','otdr','fibre-microscope','cable-tester')),
  make             text,                        -- null: unknown
  model            text,
  serial           text,
  calibrated_until date,                        -- the last day; null: unknown
  retired_on       date,                        -- from this day on nothing is read with it
  ended_at         timestamptz,
  UNIQUE (site_id, handle)
);
CREATE VIEW facility.instrument_card AS
  SELECT id, site_id, handle, kind, make, model, serial, calibrated_until, retired_on FROM facility.instrument WHERE ended_at IS NULL;

-- Of a reading where the site has no instrument of the kind, the kind alone is told: the instrument is unknown.
ALTER TABLE market.work_proof ADD COLUMN instrument_id uuid REFERENCES facility.instrument(id);
ALTER TABLE market.work_proof ADD COLUMN instrument jsonb;
ALTER TABLE market.evidence ADD COLUMN instrument_id uuid REFERENCES facility.instrument(id);
ALTER TABLE market.evidence ADD COLUMN instrument jsonb;
CREATE INDEX work_proof_instrument ON market.work_proof (instrument_id) WHERE instrument_id IS NOT NULL;
CREATE INDEX evidence_instrument ON market.evidence (instrument_id) WHERE instrument_id IS NOT NULL;

-- Never filled nor read. Whether the files differ from the site is found row by row at every start: an edited comment changes a digest
-- and no row, and a new version of this program may read other rows from the same bytes.
ALTER TABLE facility.site DROP COLUMN file_digest;
