-- The day that the customer's paper bears, where it accepted on paper: what it says begins the bill, not the day of its entry. Null: by its own hand in the portal.
ALTER TABLE market.line ADD COLUMN accepted_handover_on date;
