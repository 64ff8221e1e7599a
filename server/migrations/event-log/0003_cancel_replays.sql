ALTER TABLE replays DROP CONSTRAINT replays_state_check;
ALTER TABLE replays ADD CONSTRAINT replays_state_check CHECK (state IN ('running', 'done', 'cancelled'));

-- What was cancelled has its end before it.
DROP INDEX idx_replays_running;
CREATE INDEX idx_replays_unfinished ON replays (id) WHERE finished_at IS NULL;
