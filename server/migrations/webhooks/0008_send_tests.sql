-- Try-outs are sent whatever the state of their endpoint; there are few of them at any time.
CREATE INDEX idx_deliveries_tests ON deliveries (next_attempt_at)
  WHERE state = 'pending' AND event_type = 'webhook.test';
