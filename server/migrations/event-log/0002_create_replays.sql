-- Past events on their way to one listener, once more.
CREATE TABLE replays (
  id uuid PRIMARY KEY,
  listener text NOT NULL,
  from_time timestamptz NOT NULL,
  until_time timestamptz NOT NULL,
  -- Null for all that the listener wants.
  types text[],
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done')),
  -- How far it has got: the outbox that it reads, and the last position there.
  outbox text NOT NULL DEFAULT '',
  position bigint NOT NULL DEFAULT 0,
  total integer,
  handled integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  error text,
  started_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  finished_at timestamptz
);
CREATE INDEX idx_replays_running ON replays (id) WHERE state = 'running';
