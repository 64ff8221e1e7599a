-- Failed deliveries of an endpoint on their way back onto the schedule.
CREATE TABLE recoveries (
  id uuid PRIMARY KEY,
  endpoint_id uuid NOT NULL REFERENCES endpoints (id) ON DELETE CASCADE,
  -- Of deliveries that were made in this time.
  since timestamptz NOT NULL,
  until timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'cancelled')),
  -- How far it has got: the last delivery that it put on the schedule.
  position uuid,
  total integer,
  recovered integer NOT NULL DEFAULT 0,
  started_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  finished_at timestamptz
);
CREATE INDEX idx_recoveries_endpoint ON recoveries (endpoint_id, id);
CREATE INDEX idx_recoveries_unfinished ON recoveries (id) WHERE finished_at IS NULL;

CREATE INDEX idx_deliveries_failed ON deliveries (endpoint_id, id) WHERE state = 'failed';
