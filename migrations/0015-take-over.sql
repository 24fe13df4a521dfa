-- A site that lives already: services that came from a file, with what the old system had done for them.

-- Agreed for this service alone; null: that of the contract.
ALTER TABLE market.service ADD COLUMN notice_days int CHECK (notice_days BETWEEN 0 AND 3650);

-- What the old system said of a service that was taken over. The service itself lives on like any other.
CREATE TABLE market.taken_over (
  service_id      uuid PRIMARY KEY REFERENCES market.service(id),
  site_id         uuid NOT NULL REFERENCES facility.site(id),
  old_number      text NOT NULL CHECK (old_number <> ''),
  invoiced_until  date NOT NULL,               -- first day that the old system has not invoiced
  setup_paid      boolean NOT NULL,
  price_from      date,                        -- since when the price is what it is
  next_price_from date,                        -- and from when it is another one already
  index_name      text,                        -- SYNTEC, ILC…: kept as data
  index_value     numeric,                     -- the value that the price rests on
  index_day       text CHECK (index_day ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'), -- MM-DD of the yearly revision
  customer_reference text,
  engagement_number  text,
  declared        jsonb NOT NULL,              -- the row as the file said it last: {fixed, billed, open}
  file_name       text NOT NULL,
  file_sha256     bytea NOT NULL CHECK (length(file_sha256) = 32),
  file_line       int NOT NULL,
  at              timestamptz NOT NULL,
  UNIQUE (site_id, old_number),
  CHECK (index_name IS NOT NULL OR (index_value IS NULL AND index_day IS NULL))
);

CREATE VIEW market.taken_over_card AS
  SELECT service_id, site_id, old_number, invoiced_until, setup_paid, customer_reference, engagement_number FROM market.taken_over;

-- Once this system has billed a day of it, where the old one stopped is history.
CREATE FUNCTION billing.refuse_take_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.invoiced_until, NEW.setup_paid, NEW.next_price_from, NEW.declared -> 'billed')
       IS DISTINCT FROM (OLD.invoiced_until, OLD.setup_paid, OLD.next_price_from, OLD.declared -> 'billed')
     AND EXISTS (SELECT FROM billing.billed b WHERE b.service_id = OLD.service_id) THEN
    RAISE EXCEPTION 'a service that was billed here is not taken over anew'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'taken_over_billed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER taken_over_is_final BEFORE UPDATE ON market.taken_over FOR EACH ROW EXECUTE FUNCTION billing.refuse_take_over();

-- Where the old system's numbers ended: ours go on from there.
CREATE TABLE billing.numbering (
  seller_id  uuid NOT NULL REFERENCES people.organisation(id),
  series     text NOT NULL,                    -- F-2026
  taken_from int NOT NULL CHECK (taken_from >= 0),
  said_by    uuid,
  at         timestamptz NOT NULL,
  PRIMARY KEY (seller_id, series)
);
