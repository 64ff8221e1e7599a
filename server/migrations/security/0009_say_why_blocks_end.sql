-- Why somebody lifted a block before its time.
ALTER TABLE ip_blocks ADD COLUMN lift_reason text;
