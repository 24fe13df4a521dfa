-- A letter of authorisation may say that the side that is reached pays: that is its agreement, with what its own invoice has to name.
ALTER TABLE market.letter ADD COLUMN pays boolean DEFAULT false NOT NULL;
ALTER TABLE market.letter ADD COLUMN customer_reference text;
ALTER TABLE market.letter ADD COLUMN service_code text;
ALTER TABLE market.letter ADD COLUMN engagement_number text;
ALTER TABLE market.letter ADD CONSTRAINT letter_pays_a_line CHECK (NOT pays OR for_line_id IS NOT NULL);
ALTER TABLE market.letter ADD CONSTRAINT letter_references CHECK (pays OR (customer_reference IS NULL AND service_code IS NULL AND engagement_number IS NULL));
ALTER TABLE market.letter_request ADD COLUMN pays boolean DEFAULT false NOT NULL;

-- Which standing consent a line was connected under: whoever ends the consent sees what stands on it.
CREATE TABLE market.standing_use (
  line_id uuid PRIMARY KEY REFERENCES market.line (id),
  consent_id uuid NOT NULL REFERENCES market.standing_consent (id),
  used_at timestamptz NOT NULL,
  revoked_at timestamptz,
  revoked_by uuid REFERENCES people.person (id)
);
CREATE INDEX standing_use_consent ON market.standing_use (consent_id);

-- What an invoice names of the order that a service came from. Where somebody else than the orderer pays, the invoice names what the
-- payer's letter says: the orderer's purchase order is none of the payer's.
CREATE OR REPLACE VIEW market.service_order_card AS
SELECT l.service_id, o.id, o.site_id, o.number, o.organisation_id,
  CASE WHEN p.id IS NULL THEN o.customer_reference ELSE p.customer_reference END AS customer_reference,
  CASE WHEN p.id IS NULL THEN o.service_code ELSE p.service_code END AS service_code,
  CASE WHEN p.id IS NULL THEN o.engagement_number ELSE p.engagement_number END AS engagement_number,
  CASE WHEN p.id IS NULL THEN o.paper_number END AS paper_number,
  o.accepted_at
FROM market.line l
JOIN market.order_card o ON o.id = l.order_id
LEFT JOIN LATERAL (SELECT t.id, t.customer_reference, t.service_code, t.engagement_number FROM market.letter t
  WHERE t.used_line_id = l.id AND t.pays ORDER BY t.id DESC LIMIT 1) p ON true
WHERE l.does = 'create';
