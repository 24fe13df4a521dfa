-- How far ahead a place is held without rent for a start that was asked for; an order that the site's own people drafted may go further,
-- and below the contract's term.
ALTER TABLE market.contract ADD COLUMN start_days int NOT NULL DEFAULT 90 CHECK (start_days BETWEEN 0 AND 3650);
ALTER TABLE market."order" ADD COLUMN by_site boolean NOT NULL DEFAULT false;

-- What a quote showed by the unit is agreed from the day of its signature: of those that were signed before it was written down, too.
INSERT INTO market.service_usage_price (service_id, item, unit_micro_euros, from_date)
  SELECT l.service_id, u ->> 'item', (u ->> 'unit_micro_euros')::bigint, (o.accepted_at AT TIME ZONE s.zone)::date
  FROM market.line l JOIN market."order" o ON o.id = l.order_id JOIN market.service s ON s.id = l.service_id
    CROSS JOIN LATERAL jsonb_array_elements(l.quote -> 'usage') AS u
  WHERE l.does = 'create' AND o.accepted_at IS NOT NULL AND jsonb_typeof(l.quote -> 'usage') = 'array'
  ON CONFLICT DO NOTHING;

-- Public bodies whose term of payment the law makes longer (CCP art. R2192-11).
ALTER TABLE people.organisation DROP CONSTRAINT organisation_kinds_check;
ALTER TABLE people.organisation ADD CONSTRAINT organisation_kinds_check CHECK (
  kinds <@ ARRAY['operator','tenant','carrier','public-body','public-health','public-undertaking','exchange-member'] AND cardinality(kinds) > 0);

-- What an item of the site's own is called on paper; those that the products sell have words. The newest row that says it counts.
ALTER TABLE market.price ADD COLUMN name_fr text;
ALTER TABLE market.price ADD COLUMN name_en text;
CREATE VIEW market.item_name_card AS
  SELECT DISTINCT ON (site_id, item) site_id, item, name_fr, name_en FROM market.price
  WHERE name_fr IS NOT NULL AND name_en IS NOT NULL ORDER BY site_id, item, from_date DESC;
