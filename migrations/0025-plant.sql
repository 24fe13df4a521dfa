-- What the plant itself draws: cooling modules, pumps, the meet-me room's gear, in watts; what a UPS or a transformer loses, in percent of
-- its rating. Null: not known, and shown as such.
ALTER TABLE facility.element ADD COLUMN own_draw_w int CHECK (own_draw_w >= 0);
ALTER TABLE facility.element ADD COLUMN own_draw_percent numeric(5,2) CHECK (own_draw_percent BETWEEN 0 AND 100);
ALTER TABLE facility.element ADD COLUMN own_draw_source text CHECK (own_draw_source IN ('measured','contracted','nameplate','assumed'));
ALTER TABLE facility.element ADD CONSTRAINT own_draw_once CHECK (own_draw_w IS NULL OR own_draw_percent IS NULL);
ALTER TABLE facility.element ADD CONSTRAINT own_draw_sourced
  CHECK ((own_draw_source IS NULL) = (own_draw_w IS NULL AND own_draw_percent IS NULL));

-- What stands in a compartment weighs on its rack, which others stand in too: kilograms are a sum like watts. Its limit is that of a rack,
-- not of an element, so that the key says whose it is by itself. Null: nobody said.
ALTER TABLE market.element_limit DROP CONSTRAINT element_limit_element_id_fkey;
ALTER TABLE market.element_limit DROP CONSTRAINT element_limit_unit_check;
ALTER TABLE market.element_limit ADD CONSTRAINT element_limit_unit_check CHECK (unit IN ('W','VA','kg'));
ALTER TABLE market.load ADD COLUMN weight_kg int CHECK (weight_kg > 0);
-- Weight that is held beside a place during a change comes without power.
ALTER TABLE market.load DROP CONSTRAINT load_watts_check;
ALTER TABLE market.load ADD CONSTRAINT load_counts CHECK (watts > 0 OR (watts = 0 AND weight_kg IS NOT NULL));
