-- The floor every room stands on: the world, the journal, promises kept once, outgoing mail, files.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE SCHEMA floor;

-- What this database is, fixed at its first start.
CREATE TABLE floor.world (
  one        boolean PRIMARY KEY DEFAULT true CHECK (one),
  world      text NOT NULL CHECK (world IN ('twin', 'plant')),
  begun_at   timestamptz NOT NULL
);

-- Written in the transaction of the rows that it tells of; ids only, no names; never an input to a decision.
CREATE TABLE floor.journal (
  id            uuid NOT NULL,
  site_id       uuid,
  at            timestamptz NOT NULL,
  actor_kind    text NOT NULL CHECK (actor_kind IN ('person', 'key', 'system', 'file')),
  actor_id      uuid,
  on_behalf_of  uuid,
  request_id    text,
  room          text NOT NULL,
  name          text NOT NULL,
  version       int  NOT NULL DEFAULT 1,
  subject_kind  text NOT NULL,
  subject_id    text NOT NULL,
  data          jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE INDEX journal_subject ON floor.journal (subject_kind, subject_id, at DESC, id DESC);
CREATE INDEX journal_room ON floor.journal (room, at DESC, id DESC);
CREATE INDEX journal_name ON floor.journal (name, at DESC, id DESC);
CREATE INDEX journal_behalf ON floor.journal (on_behalf_of, at DESC, id DESC);

-- One partition a month, made when first needed; SECURITY DEFINER because the writing role owns nothing.
CREATE FUNCTION floor.journal_month(day timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  month_start timestamptz := date_trunc('month', day AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
  month_end   timestamptz := (date_trunc('month', day AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
  part        text := 'journal_' || to_char(day AT TIME ZONE 'UTC', 'YYYY_MM');
BEGIN
  IF to_regclass('floor.' || part) IS NULL THEN
    -- One maker at a time; writers of lines are not held up. Taking this lock also lets us see what the last maker made.
    LOCK TABLE ONLY floor.journal IN SHARE UPDATE EXCLUSIVE MODE;
    IF to_regclass('floor.' || part) IS NULL THEN
      -- Made apart and attached: CREATE TABLE … PARTITION OF would wait for every open transaction that wrote to the journal.
      EXECUTE format('CREATE TABLE floor.%I (LIKE floor.journal INCLUDING ALL)', part);
      EXECUTE format('ALTER TABLE floor.journal ATTACH PARTITION floor.%I FOR VALUES FROM (%L) TO (%L)', part, month_start, month_end);
    END IF;
  END IF;
END $$;

-- The answer to each POST that promises or pays, kept 24 h: the same key gives the same answer.
CREATE TABLE floor.idempotency (
  caller_id   text NOT NULL,
  key         text NOT NULL CHECK (length(key) BETWEEN 8 AND 200),
  digest      bytea NOT NULL,
  status      int,
  answer      jsonb,
  at          timestamptz NOT NULL,
  PRIMARY KEY (caller_id, key)
);
CREATE INDEX idempotency_at ON floor.idempotency (at);

-- Numbers that people see (BES-O-2026-00042): gaps are allowed here, invoices count by themselves.
CREATE TABLE floor.counter (
  site_id  uuid NOT NULL,
  series   text NOT NULL,
  last     bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (site_id, series)
);

CREATE TABLE floor.mail (
  id          uuid PRIMARY KEY,
  recipient   text NOT NULL,
  subject     text NOT NULL,
  body        text NOT NULL,
  about_kind  text,
  about_id    text,
  written_at  timestamptz NOT NULL,
  sent_at     timestamptz,
  attempts    int NOT NULL DEFAULT 0,
  last_fault  text,
  tried_at    timestamptz
);
CREATE INDEX mail_unsent ON floor.mail (written_at) WHERE sent_at IS NULL;

CREATE TABLE floor.file (
  id          uuid PRIMARY KEY,
  name        text NOT NULL,
  media_type  text NOT NULL,
  size_bytes  int  NOT NULL CHECK (size_bytes BETWEEN 1 AND 5242880),
  sha256      bytea NOT NULL,
  content     bytea NOT NULL,
  owner_organisation_id uuid,
  kept_at     timestamptz NOT NULL
);
