-- Gear that stays after the legal end: a fee for each day until the compartment was seen empty.

ALTER TABLE market.usage_price DROP CONSTRAINT usage_price_unit_check;
ALTER TABLE market.usage_price ADD CONSTRAINT usage_price_unit_check CHECK (unit IN ('kWh','day'));

-- Somebody stood there and could not do it: for an emptying, that gear is still there.
ALTER TABLE market.work_order ADD COLUMN was_blocked boolean NOT NULL DEFAULT false;

-- Services under notice whose gear was found in its place when the site came to see it empty: a place that is looked at late owes
-- nothing for that. With the day of the service's zone on which it was seen empty:
-- that of the photo, or of the closing by hand; null: not yet. A notice that was taken back has no row.
CREATE VIEW market.emptying_card AS
  SELECT s.id AS service_id, s.site_id,
         (CASE WHEN st.state = 'done' THEN coalesce(
            (SELECT e.at FROM market.evidence e WHERE e.line_id = l.id AND e.step = st.name AND e.proof = 'photo-empty'), st.done_at)
          END AT TIME ZONE s.zone)::date AS seen_on
  FROM market.service s
  JOIN market.line l ON l.service_id = s.id AND l.does = 'cease' AND l.state <> 'cancelled'
  JOIN market.step st ON st.line_id = l.id AND st.name = 'empty'
  JOIN market.work_order w ON w.step_id = st.id AND NOT w.undo AND w.was_blocked;

-- Days of storage are billed like days of rent: each once.
ALTER TABLE billing.billed DROP CONSTRAINT billed_charge_check;
ALTER TABLE billing.billed ADD CONSTRAINT billed_charge_check CHECK (charge IN ('setup','rent','early-end','usage','storage'));
