-- What is critical goes before all that is due.
CREATE INDEX idx_deliveries_due_category ON deliveries (category, due_at)
  WHERE state = 'queued' AND message_id IS NULL AND NOT awaits_address;
