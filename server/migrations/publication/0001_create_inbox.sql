-- A row: this listener has had this event. A listener's effects and the row commit together.
CREATE TABLE inbox (
  event_id uuid NOT NULL,
  listener text NOT NULL,
  -- `failed` is tried again, `waiting` stands behind a failed one of its subject, `parked` gave up.
  state text NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'failed', 'waiting', 'parked')),
  updated_at timestamptz NOT NULL DEFAULT now(),
  -- Only while the state is not `done`.
  position bigint,
  subject text,
  event jsonb,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,
  error text,
  PRIMARY KEY (event_id, listener)
);
CREATE INDEX idx_inbox_open ON inbox (listener, subject) WHERE state <> 'done';
