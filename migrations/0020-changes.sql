-- A price rests on an order or on an index, and says so: a change's order is what is invoiced from its first day on.
CREATE VIEW market.service_price_order_card AS
  SELECT p.id AS price_id, o.number, o.customer_reference, o.paper_number, o.service_code, o.engagement_number
  FROM market.service_price p
  -- What an option gives up was ordered for another service: its own order stays what it rests on.
  JOIN market.line l ON l.id = p.line_id AND l.does = 'change'
  JOIN market.order_card o ON o.id = l.order_id;

-- Of a revision: the values between which the index moved, and the day on which the new one was published.
ALTER TABLE market.service_price
  ADD COLUMN index_name   text,
  ADD COLUMN index_before numeric CHECK (index_before > 0),
  ADD COLUMN index_value  numeric CHECK (index_value > 0),
  ADD COLUMN published_on date,
  ADD CHECK ((index_name IS NULL) = (index_value IS NULL) AND (index_name IS NULL) = (index_before IS NULL)),
  ADD CHECK (published_on IS NULL OR index_name IS NOT NULL);

-- What one delivery showed stays its own: the proofs of a change do not take the place of those of the delivery before it.
ALTER TABLE market.evidence DROP CONSTRAINT evidence_service_id_step_proof_key;
ALTER TABLE market.evidence ADD CONSTRAINT evidence_once UNIQUE NULLS NOT DISTINCT (service_id, line_id, step, proof);

-- The reading from which an estimated end was taken: where the counter turns out to have been set anew before, what it is known to have counted since
-- is billed, less what was estimated.
ALTER TABLE billing.usage ADD COLUMN read_at timestamptz;
