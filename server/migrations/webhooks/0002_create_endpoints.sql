CREATE TABLE endpoints (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  url text NOT NULL,
  description text NOT NULL,
  -- Empty for all types.
  event_types text[] NOT NULL,
  status text NOT NULL CHECK (status IN ('enabled', 'paused', 'disabled')),
  disabled_reason text,
  -- Sealed: it signs, so a hash would not do.
  secret bytea NOT NULL,
  -- Signs too until the receiver has changed over.
  previous_secret bytea,
  previous_until timestamptz,
  failing_since timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX idx_endpoints_organization ON endpoints (organization_id, id);

-- An event on its way to an endpoint. The row is the truth; whoever sends leases it.
CREATE TABLE deliveries (
  id uuid PRIMARY KEY,
  endpoint_id uuid NOT NULL REFERENCES endpoints (id) ON DELETE CASCADE,
  event_id uuid NOT NULL,
  event_type text NOT NULL,
  -- The body as it is signed and sent, the same at every try.
  payload text NOT NULL,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'succeeded', 'failed')),
  -- Grows with each lease and each restart: a sender knows by it that the delivery is still its own.
  claim integer NOT NULL DEFAULT 0,
  attempts integer NOT NULL DEFAULT 0,
  -- Tries since it was last put on the schedule.
  round integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  leased_until timestamptz,
  created_at timestamptz NOT NULL,
  UNIQUE (endpoint_id, event_id)
);
CREATE INDEX idx_deliveries_due ON deliveries (endpoint_id, next_attempt_at) WHERE state = 'pending';
CREATE INDEX idx_deliveries_endpoint ON deliveries (endpoint_id, id);
CREATE INDEX idx_deliveries_created ON deliveries (created_at);

CREATE TABLE attempts (
  id uuid PRIMARY KEY,
  delivery_id uuid NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
  started_at timestamptz NOT NULL,
  duration integer NOT NULL,
  status integer,
  error text,
  response_body text NOT NULL
);
CREATE INDEX idx_attempts_delivery ON attempts (delivery_id, id);
