-- The list is by when something was seen last.
CREATE INDEX idx_alerts_last ON alerts (last_at DESC, id DESC);

-- What staff said of an alert: by itself, or as the reason of a change.
CREATE TABLE alert_notes (
  id uuid PRIMARY KEY,
  alert_id uuid NOT NULL REFERENCES alerts ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('note', 'resolved', 'reopened')),
  text text NOT NULL,
  -- Null of who was erased.
  author_id uuid,
  created_at timestamptz NOT NULL
);
CREATE INDEX idx_alert_notes_alert ON alert_notes (alert_id, id);
