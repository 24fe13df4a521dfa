-- What meters said: readings as they came, by opaque subjects; and what the market makes of them.
CREATE SCHEMA telemetry;

-- One UTC day of one subject's readings, packed in the order of time (src/telemetry/pack-chunk.ts): two and a half million readings
-- a month are eighteen thousand rows.
CREATE TABLE telemetry.chunk (
  subject_id uuid NOT NULL,
  day        date NOT NULL,
  readings   int NOT NULL CHECK (readings > 0),
  content    bytea NOT NULL,
  PRIMARY KEY (subject_id, day)
);
-- Packed bytes do not shrink further.
ALTER TABLE telemetry.chunk ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE telemetry.newest (
  subject_id uuid PRIMARY KEY,
  at         timestamptz NOT NULL,
  energy_wh  bigint,
  power_w    int                               -- null: neither said nor to be told from two counter readings
);

-- A counter that was seen to jump: what follows from there is not believed until somebody says that the counter was set anew.
CREATE TABLE telemetry.jump (
  subject_id uuid PRIMARY KEY,
  at         timestamptz NOT NULL,
  energy_wh  bigint NOT NULL
);

-- Owned by the site's files. The price of what is metered, from a day on: use of that day costs that day's price.
CREATE TABLE market.usage_price (
  id            uuid PRIMARY KEY,
  site_id       uuid NOT NULL REFERENCES facility.site(id),
  product       text NOT NULL,
  item          text NOT NULL,                 -- kwh
  unit          text NOT NULL CHECK (unit IN ('kWh')),
  unit_micro_euros bigint NOT NULL CHECK (unit_micro_euros >= 0),
  from_date     date NOT NULL,
  UNIQUE (site_id, product, item, from_date)
);
-- What was agreed for one service alone goes before the list from its first day on.
CREATE TABLE market.service_usage_price (
  service_id    uuid NOT NULL REFERENCES market.service(id),
  item          text NOT NULL,
  unit_micro_euros bigint NOT NULL CHECK (unit_micro_euros >= 0),
  from_date     date NOT NULL,
  PRIMARY KEY (service_id, item, from_date)
);

-- A + B of one compartment as measured, beside what is reserved there; recomputed when readings come, and hourly.
CREATE TABLE market.measured_load (
  claim_id     uuid PRIMARY KEY REFERENCES market.claim(id),
  newest_at    timestamptz,                    -- of the side that is further behind
  measured_w   int,
  peak_w       int,                            -- of 7 days, A + B at one instant
  peak_at      timestamptz,
  known_s      int NOT NULL,                   -- of those 7 days, how many seconds both sides are known
  computed_at  timestamptz NOT NULL,
  CHECK ((peak_w IS NULL) = (peak_at IS NULL))
);

-- The peak of A + B went over what one side alone is there for: with the other side lost, that side would carry more than was sold.
CREATE TABLE market.power_alarm (
  id         uuid PRIMARY KEY,
  claim_id   uuid NOT NULL REFERENCES market.claim(id),
  service_id uuid NOT NULL REFERENCES market.service(id),
  limit_w    int NOT NULL,
  peak_w     int NOT NULL,
  peak_at    timestamptz NOT NULL,
  began_at   timestamptz NOT NULL,
  ended_at   timestamptz CHECK (ended_at >= began_at)
);
CREATE UNIQUE INDEX power_alarm_open ON market.power_alarm (claim_id) WHERE ended_at IS NULL;
CREATE INDEX power_alarm_service ON market.power_alarm (service_id);

CREATE VIEW market.usage_price_card AS
  SELECT site_id, product, item, unit, unit_micro_euros, from_date FROM market.usage_price;
CREATE VIEW market.service_usage_price_card AS
  SELECT service_id, item, unit_micro_euros, from_date FROM market.service_usage_price;
-- Which power a service was sold where, and from when to when: a move leaves two rows.
CREATE VIEW market.service_load_card AS
  SELECT c.service_id, c.id AS claim_id, c.thing_id AS compartment_id, c.kind, p.watts, p.sides, c.held_at, c.given_back_at
  FROM market.load p JOIN market.claim c ON c.id = p.claim_id WHERE c.service_id IS NOT NULL;
CREATE VIEW facility.space_card AS
  SELECT id, site_id, rack_id, handle, size FROM facility.compartment WHERE ended_at IS NULL;
CREATE VIEW facility.feed_card AS
  SELECT id, site_id, handle, chain, compartment_id FROM facility.element WHERE kind = 'feed' AND ended_at IS NULL;

-- Use is billed like days of rent: a day once. What the counters said at both ends stands beside it, and the next bill begins there.
ALTER TABLE billing.billed DROP CONSTRAINT billed_charge_check;
ALTER TABLE billing.billed ADD CONSTRAINT billed_charge_check CHECK (charge IN ('setup','rent','early-end','usage'));
CREATE TABLE billing.usage (
  billed_id  uuid NOT NULL REFERENCES billing.billed(id) ON DELETE CASCADE,
  meter_id   uuid NOT NULL,                    -- a feed of the plant
  first_wh   bigint NOT NULL,
  last_wh    bigint NOT NULL,
  resets     int NOT NULL,
  epoch_at   timestamptz NOT NULL,             -- since when this counter counts on without being set anew, at the end
  wh         bigint NOT NULL,
  estimated  boolean NOT NULL,
  PRIMARY KEY (billed_id, meter_id)
);
