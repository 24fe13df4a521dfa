-- Units of a shared rack are fed by the outlets that come with them, and the breaker of each is a limit: a load says in which units it stands,
-- also the power of a change that is held beside them (its claim is a span beyond any height unit, whose thousands are not its place).
ALTER TABLE market.load ADD COLUMN units int8range CHECK (NOT isempty(units));
UPDATE market.load p SET units = c.span FROM market.claim c WHERE c.id = p.claim_id AND c.kind = 'rack-units';
UPDATE market.load p SET units = u.span FROM market.claim c JOIN market.claim u
    ON u.thing_id = c.thing_id AND u.kind = 'rack-units' AND u.given_back_at IS NULL AND u.span @> lower(c.span) % 1000
  WHERE c.id = p.claim_id AND c.kind = 'power' AND c.given_back_at IS NULL;
-- The limits are computed anew before anything is sold.
DELETE FROM market.limits_of;
