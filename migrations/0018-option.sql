-- What a price of a service is made of, as it was quoted: an invoice names it. price_id null: the price at which the service began.
CREATE VIEW market.service_price_part_card AS
  SELECT l.service_id, NULL::uuid AS price_id, l.quote -> 'prices' AS items FROM market.line l
  WHERE l.does = 'create' AND l.service_id IS NOT NULL AND jsonb_typeof(l.quote -> 'prices') = 'array'
  UNION ALL
  SELECT p.service_id, p.id, p.items FROM market.service_price p WHERE p.items <> '[]'::jsonb;
