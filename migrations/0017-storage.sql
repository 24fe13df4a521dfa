-- Gear that stays after the legal end: a fee for each day until the compartment was seen empty.

ALTER TABLE market.usage_price DROP CONSTRAINT usage_price_unit_check;
ALTER TABLE market.usage_price ADD CONSTRAINT usage_price_unit_check CHECK (unit IN ('kWh','day'));

-- Services that were given notice and whose product is seen empty at the end, with the day of the service's zone on which it was:
-- that of the photo, or of the closing by hand; null: not yet. A notice that was taken back has no row.
CREATE VIEW market.emptying_card AS
  SELECT s.id AS service_id, s.site_id,
         (CASE WHEN st.state = 'done' THEN coalesce(
            (SELECT e.at FROM market.evidence e WHERE e.line_id = l.id AND e.step = st.name AND e.proof = 'photo-empty'), st.done_at)
          END AT TIME ZONE s.zone)::date AS seen_on
  FROM market.service s
  JOIN market.line l ON l.service_id = s.id AND l.does = 'cease' AND l.state <> 'cancelled'
  JOIN market.step st ON st.line_id = l.id AND st.name = 'empty';

-- Days of storage are billed like days of rent: each once.
ALTER TABLE billing.billed DROP CONSTRAINT billed_charge_check;
ALTER TABLE billing.billed ADD CONSTRAINT billed_charge_check CHECK (charge IN ('setup','rent','early-end','usage','storage'));
