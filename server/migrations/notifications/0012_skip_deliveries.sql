-- `skipped`: never on its way, because its person is not reached by that channel, and why.
ALTER TABLE deliveries DROP CONSTRAINT deliveries_state_check;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_state_check CHECK
  (state IN ('queued', 'sent', 'delivered', 'bounced', 'failed', 'suppressed', 'cancelled', 'skipped'));
ALTER TABLE deliveries ADD COLUMN skipped_for text CHECK ((state = 'skipped') = (skipped_for IS NOT NULL));
