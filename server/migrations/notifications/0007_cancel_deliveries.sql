-- `cancelled`: looked at again before it went, it was no longer wanted, or no longer to be sent there.
ALTER TABLE deliveries DROP CONSTRAINT deliveries_state_check;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_state_check CHECK
  (state IN ('queued', 'sent', 'delivered', 'bounced', 'failed', 'suppressed', 'cancelled'));
