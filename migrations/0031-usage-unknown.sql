-- What a run could not bill of the last month for want of readings, as it stood when the run was prepared: who approves it has read that.
ALTER TABLE billing.run ADD COLUMN usage_unknown jsonb NOT NULL DEFAULT '[]';
