-- Names what keeps messages from an address, from then until it is lifted; in the order of time.
ALTER TABLE addresses ADD COLUMN suppression_id uuid UNIQUE;
UPDATE addresses SET suppression_id = gen_random_uuid() WHERE suppressed_at IS NOT NULL;
ALTER TABLE addresses ADD CONSTRAINT addresses_suppression_check
  CHECK ((suppressed_at IS NULL) = (suppression_id IS NULL));
-- Whose addresses they are.
CREATE INDEX idx_deliveries_reached ON deliveries (address_key, channel, id)
  WHERE address_key IS NOT NULL;
