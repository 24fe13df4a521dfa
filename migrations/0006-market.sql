-- What is sold, to whom, in which state: price list, orders, lines, services, claims, steps, evidence.
CREATE SCHEMA market;

-- Owned by the site's files. The price of a product's item from a date on.
CREATE TABLE market.price (
  id            uuid PRIMARY KEY,
  site_id       uuid NOT NULL REFERENCES facility.site(id),
  product       text NOT NULL,
  item          text NOT NULL,                 -- port-10g
  setup_micro_euros   bigint NOT NULL CHECK (setup_micro_euros >= 0),
  monthly_micro_euros bigint NOT NULL CHECK (monthly_micro_euros >= 0),
  vat_category  text NOT NULL DEFAULT 'standard' CHECK (vat_category IN ('standard')),
  from_date     date NOT NULL,
  UNIQUE (site_id, product, item, from_date)
);

-- The terms between the site and one organisation; a default row of the site is used where none was agreed.
CREATE TABLE market.contract (
  id               uuid PRIMARY KEY,
  site_id          uuid NOT NULL REFERENCES facility.site(id),
  organisation_id  uuid REFERENCES people.organisation(id),
  zone             text NOT NULL,
  billing          text NOT NULL DEFAULT 'advance' CHECK (billing IN ('advance','arrears')),
  term_months      int NOT NULL DEFAULT 12 CHECK (term_months BETWEEN 0 AND 120),
  notice_days      int NOT NULL DEFAULT 30 CHECK (notice_days BETWEEN 0 AND 365),
  acceptance_working_days int NOT NULL DEFAULT 5 CHECK (acceptance_working_days BETWEEN 0 AND 30),
  early_end_percent int NOT NULL DEFAULT 100 CHECK (early_end_percent BETWEEN 0 AND 100),
  payment_days     int NOT NULL DEFAULT 30,
  firm_holds       int NOT NULL DEFAULT 5,     -- firm quotes that may hold stock at one time
  file_owned       boolean NOT NULL DEFAULT false, -- from the site's files
  created_at       timestamptz NOT NULL
);
CREATE UNIQUE INDEX contract_of ON market.contract (site_id, organisation_id) NULLS NOT DISTINCT;

CREATE TABLE market."order" (
  id               uuid PRIMARY KEY,
  site_id          uuid NOT NULL REFERENCES facility.site(id),
  number           text NOT NULL UNIQUE,       -- BES-O-2026-00042
  organisation_id  uuid NOT NULL REFERENCES people.organisation(id),
  kind             text NOT NULL DEFAULT 'new' CHECK (kind IN ('new','change','cease')),
  together         boolean NOT NULL DEFAULT false,
  customer_reference text,
  service_code     text,                       -- public bodies (Chorus Pro)
  engagement_number text,
  quote_kind       text CHECK (quote_kind IN ('firm','subject-to-availability')),
  quoted_at        timestamptz,
  expires_at       timestamptz,
  accepted_at      timestamptz,
  accepted_by      uuid REFERENCES people.person(id),   -- the signatory in the portal
  paper_file_id    uuid REFERENCES floor.file(id),      -- or the received document
  paper_number     text,
  paper_date       date,
  paper_signer     text,
  entered_by       uuid REFERENCES people.person(id),
  cancelled_at     timestamptz,
  cancel_reason    text,
  drafted_by       uuid REFERENCES people.person(id),
  created_at       timestamptz NOT NULL,
  version          int NOT NULL DEFAULT 1,
  CHECK (accepted_at IS NULL OR accepted_by IS NOT NULL OR (paper_file_id IS NOT NULL AND paper_number IS NOT NULL AND paper_date IS NOT NULL AND paper_signer IS NOT NULL))
);
CREATE INDEX order_organisation ON market."order" (organisation_id, id DESC);

CREATE TABLE market.service (
  id               uuid PRIMARY KEY,
  site_id          uuid NOT NULL REFERENCES facility.site(id),
  number           text NOT NULL UNIQUE,       -- BES-XP-000061
  organisation_id  uuid NOT NULL REFERENCES people.organisation(id),
  product          text NOT NULL,
  parameters       jsonb NOT NULL,
  origin           text NOT NULL DEFAULT 'ordered' CHECK (origin IN ('ordered','opening','taken-over','imported')),
  state            text NOT NULL CHECK (state IN ('planned','in-service','suspended','notice-given','dismantling','closed')),
  suspended_for    text CHECK (suspended_for IN ('unpaid','abuse','safety')),
  setup_cents      bigint NOT NULL DEFAULT 0,
  monthly_micro_euros bigint,                  -- null: no contract attached, no bill
  item             text,
  billing          text CHECK (billing IN ('advance','arrears')),
  zone             text NOT NULL,
  term_months      int,
  early_end_percent int,
  ready_at         timestamptz,
  live_at          timestamptz,
  billing_from     date,                       -- first day billed
  billing_reason   text CHECK (billing_reason IN ('acceptance','first-use','notice-elapsed')),
  term_ends        date,
  notice_at        timestamptz,
  ends_on          date,                       -- legal end: first day not owed
  closed_at        timestamptz,
  created_at       timestamptz NOT NULL,
  version          int NOT NULL DEFAULT 1,
  -- A service under notice may be suspended too, and stays under notice.
  CHECK (state = 'notice-given' OR (state = 'suspended') = (suspended_for IS NOT NULL))
);
CREATE INDEX service_organisation ON market.service (organisation_id, id DESC);

CREATE TABLE market.line (
  id            uuid PRIMARY KEY,
  order_id      uuid NOT NULL REFERENCES market."order"(id),
  position      int NOT NULL CHECK (position BETWEEN 1 AND 50),
  does          text NOT NULL DEFAULT 'create' CHECK (does IN ('create','change','cease')),
  product       text NOT NULL,
  parameters    jsonb NOT NULL,
  service_id    uuid REFERENCES market.service(id),
  state         text NOT NULL CHECK (state IN ('draft','quoted','accepted','delivering','waiting','ready','in-service',
                  'refused','cancelled','expired','rejected','dismantled')),
  quote         jsonb,                         -- prices and reasons as quoted
  waiting_for   text CHECK (waiting_for IN ('customer','other-side','supplier','site')),
  waiting_what  jsonb,
  waiting_since timestamptz,
  unwinding     boolean NOT NULL DEFAULT false, -- steps are being undone (cancel, cease)
  unwinding_why text,
  notice_sent_at timestamptz,                  -- of readiness
  rejected_at   timestamptz,
  reject_reason text,
  accepted_handover_at timestamptz,
  version       int NOT NULL DEFAULT 1,
  UNIQUE (order_id, position),
  CHECK ((waiting_for IS NULL) = (waiting_since IS NULL)),
  CHECK (state <> 'waiting' OR waiting_for IS NOT NULL)
);
CREATE INDEX line_busy ON market.line (id) WHERE state IN ('accepted','delivering','waiting','ready') OR unwinding;
CREATE INDEX line_service ON market.line (service_id);

-- One stretch of one owner's clock; an open one runs.
CREATE TABLE market.clock (
  line_id  uuid NOT NULL REFERENCES market.line(id),
  owner    text NOT NULL CHECK (owner IN ('site','customer','other-side','supplier','ready','in-service')),
  what     jsonb,
  began_at timestamptz NOT NULL,
  ended_at timestamptz CHECK (ended_at >= began_at)
);
CREATE INDEX clock_line ON market.clock (line_id, began_at);
CREATE UNIQUE INDEX clock_running ON market.clock (line_id) WHERE ended_at IS NULL;

-- Who holds what. A thing (a port, a U range, a strand, a VLAN, an address) can be held once: PostgreSQL says so.
-- A claim has no period: it holds until it is given back; one that rests is still held.
CREATE TABLE market.claim (
  id          uuid PRIMARY KEY,
  site_id     uuid NOT NULL REFERENCES facility.site(id),
  line_id     uuid REFERENCES market.line(id),
  service_id  uuid REFERENCES market.service(id),
  kind        text NOT NULL,                   -- port, lan-v4, lan-v6, asn, compartment, panel-position…
  thing_id    uuid NOT NULL,
  span        int8range NOT NULL DEFAULT '[0,1)',
  label       text NOT NULL,                   -- what people read: sw1/14, 203.0.113.61
  held_at     timestamptz NOT NULL,
  firm_until  timestamptz,                     -- held by a quote until then
  rests_until timestamptz,
  given_back_at timestamptz,
  CHECK (line_id IS NOT NULL OR service_id IS NOT NULL),
  CONSTRAINT sold_once EXCLUDE USING gist (thing_id WITH =, span WITH &&) WHERE (given_back_at IS NULL)
);
CREATE INDEX claim_line ON market.claim (line_id) WHERE given_back_at IS NULL;
CREATE INDEX claim_service ON market.claim (service_id) WHERE given_back_at IS NULL;
CREATE INDEX claim_rests ON market.claim (rests_until) WHERE given_back_at IS NULL AND rests_until IS NOT NULL;
CREATE INDEX claim_kind ON market.claim (kind, thing_id) WHERE given_back_at IS NULL;

-- Sums: an element's limit in one failure case, and what is reserved of it.
CREATE TABLE market.element_limit (
  element_id    uuid NOT NULL,
  failure_case  text NOT NULL,
  unit          text NOT NULL,
  limit_amount  bigint NOT NULL CHECK (limit_amount >= 0),
  reserved      bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  CONSTRAINT within_limit CHECK (reserved <= limit_amount),
  PRIMARY KEY (element_id, failure_case, unit)
);
CREATE TABLE market.sum_claim (
  service_id   uuid NOT NULL REFERENCES market.service(id),
  element_id   uuid NOT NULL,
  failure_case text NOT NULL,
  unit         text NOT NULL,
  amount       bigint NOT NULL CHECK (amount > 0),
  PRIMARY KEY (service_id, element_id, failure_case, unit),
  FOREIGN KEY (element_id, failure_case, unit) REFERENCES market.element_limit
);

-- A delivery is a list of durable steps; a reconciler drives them, there is no second engine.
CREATE TABLE market.step (
  id          uuid PRIMARY KEY,
  line_id     uuid NOT NULL REFERENCES market.line(id),
  position    int NOT NULL,
  name        text NOT NULL,
  does_by     text NOT NULL CHECK (does_by IN ('person','machine','customer')),
  for_ready   boolean NOT NULL,                -- owed before the ready notice
  state       text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending','acted','done','undoing','undone')),
  acted_at    timestamptz,
  done_at     timestamptz,
  undone_at   timestamptz,
  waits_for   text CHECK (waits_for IN ('customer','other-side','supplier','site')),
  waits_what  jsonb,
  waits_since timestamptz,
  fault       text,
  closed_by   uuid REFERENCES people.person(id), -- by hand, with a proof
  UNIQUE (line_id, position), UNIQUE (line_id, name)
);

-- A work order tells a technician what, where, in which order; its undo is a work order too.
CREATE TABLE market.work_order (
  id           uuid PRIMARY KEY,
  site_id      uuid NOT NULL REFERENCES facility.site(id),
  number       text NOT NULL UNIQUE,           -- BES-W-2026-00017
  step_id      uuid NOT NULL REFERENCES market.step(id),
  undo         boolean NOT NULL DEFAULT false,
  organisation_id uuid NOT NULL REFERENCES people.organisation(id),
  what         jsonb NOT NULL,                 -- word + values, tools, actions in their order, the place
  needs        jsonb NOT NULL,                 -- proofs asked for: [{name, kind: note|photo|scan|reading, unit?, min?, max?, equals?}]
  second_person boolean NOT NULL DEFAULT false,
  planned_for  timestamptz,
  state        text NOT NULL CHECK (state IN ('open','taken','blocked','to-confirm','done','withdrawn')),
  taken_by     uuid REFERENCES people.person(id),
  taken_at     timestamptz,
  blocked_why  text,
  done_by      uuid REFERENCES people.person(id),
  done_at      timestamptz,
  confirmed_by uuid REFERENCES people.person(id) CHECK (confirmed_by <> done_by),
  confirmed_at timestamptz,
  created_at   timestamptz NOT NULL,
  version      int NOT NULL DEFAULT 1,
  UNIQUE (step_id, undo)
);
CREATE INDEX work_order_open ON market.work_order (site_id, created_at) WHERE state IN ('open','taken','blocked','to-confirm');

CREATE TABLE market.work_proof (
  id            uuid PRIMARY KEY,
  work_order_id uuid NOT NULL REFERENCES market.work_order(id),
  name          text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('note','photo','scan','reading')),
  text          text,
  value         numeric,
  unit          text,
  file_id       uuid REFERENCES floor.file(id),
  by_person     uuid REFERENCES people.person(id),
  taken_at      timestamptz NOT NULL,
  received_at   timestamptz NOT NULL,
  UNIQUE (work_order_id, name)
);

-- What shows that a service is as promised: its world, its method, and whether a device measured it or a person attested it.
CREATE TABLE market.evidence (
  id          uuid PRIMARY KEY,
  line_id     uuid REFERENCES market.line(id),
  service_id  uuid NOT NULL REFERENCES market.service(id),
  step        text NOT NULL,
  proof       text NOT NULL,                   -- a word's code
  value       jsonb NOT NULL,
  unit        text,
  method      text NOT NULL,
  source      text NOT NULL CHECK (source IN ('measured','attested','declared')),
  world       text NOT NULL CHECK (world IN ('twin','plant')),
  by_device   text,
  by_person   uuid REFERENCES people.person(id),
  file_id     uuid REFERENCES floor.file(id),
  at          timestamptz NOT NULL,
  UNIQUE (service_id, step, proof)
);
CREATE INDEX evidence_line ON market.evidence (line_id);

CREATE VIEW market.service_card AS
  SELECT id, site_id, number, organisation_id, product, item, origin, state, setup_cents, monthly_micro_euros, billing, zone,
         term_months, early_end_percent, billing_from, term_ends, notice_at, ends_on, live_at, ready_at, closed_at
  FROM market.service;
CREATE VIEW market.order_card AS
  SELECT id, site_id, number, organisation_id, customer_reference, service_code, engagement_number, paper_number, accepted_at FROM market."order";
CREATE VIEW market.service_order_card AS
  SELECT l.service_id, o.* FROM market.line l JOIN market.order_card o ON o.id = l.order_id WHERE l.does = 'create';
CREATE VIEW market.contract_card AS
  SELECT site_id, organisation_id, payment_days FROM market.contract;
