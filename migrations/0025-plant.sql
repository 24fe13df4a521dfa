-- What the plant itself draws: cooling modules, pumps, the meet-me room's gear, in watts; what a UPS or a transformer loses, in percent of
-- its rating. Null: not known, and shown as such.
ALTER TABLE facility.element ADD COLUMN own_draw_w int CHECK (own_draw_w >= 0);
ALTER TABLE facility.element ADD COLUMN own_draw_percent numeric(5,2) CHECK (own_draw_percent BETWEEN 0 AND 100);
ALTER TABLE facility.element ADD COLUMN own_draw_source text CHECK (own_draw_source IN ('measured','contracted','nameplate','assumed'));
ALTER TABLE facility.element ADD CONSTRAINT own_draw_once CHECK (own_draw_w IS NULL OR own_draw_percent IS NULL);
ALTER TABLE facility.element ADD CONSTRAINT own_draw_sourced
  CHECK ((own_draw_source IS NULL) = (own_draw_w IS NULL AND own_draw_percent IS NULL));
