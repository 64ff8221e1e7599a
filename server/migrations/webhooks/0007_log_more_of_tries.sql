-- `switched_off`: it waited when its endpoint was switched off; a recovery sends it.
ALTER TABLE deliveries DROP CONSTRAINT deliveries_state_check;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_state_check CHECK
  (state IN ('pending', 'succeeded', 'failed', 'switched_off'));
-- Status of the last answer; null before the first, and where there was none.
ALTER TABLE deliveries ADD COLUMN last_status integer;
ALTER TABLE attempts ADD COLUMN response_headers jsonb NOT NULL DEFAULT '{}';

DROP INDEX idx_deliveries_failed;
CREATE INDEX idx_deliveries_recoverable ON deliveries (endpoint_id, id)
  WHERE state IN ('failed', 'switched_off');
-- What waited for an endpoint that was switched off before there was the state.
UPDATE deliveries SET state = 'switched_off' FROM endpoints
 WHERE endpoints.id = endpoint_id AND endpoints.status = 'disabled' AND state = 'pending';
