-- What staff set; a detection without a row has its defaults, which are in the code.
CREATE TABLE detections (
  key text PRIMARY KEY,
  enabled boolean NOT NULL,
  threshold integer NOT NULL,
  window_minutes integer NOT NULL,
  action text NOT NULL,
  severity text NOT NULL,
  updated_by uuid,
  updated_at timestamptz NOT NULL
);

CREATE TABLE alerts (
  id uuid PRIMARY KEY,
  detection text NOT NULL,
  subject_type text NOT NULL CHECK (subject_type IN ('address', 'account', 'installation')),
  -- A network in CIDR notation, or a person's id; null of the installation, and of who was erased.
  subject text,
  severity text NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  summary text NOT NULL,
  occurrences integer NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'acknowledged', 'muted', 'resolved')),
  muted_until timestamptz,
  assignee_id uuid,
  updated_by uuid,
  updated_at timestamptz NOT NULL
);
CREATE INDEX idx_alerts_subject ON alerts (detection, subject, last_at DESC);
CREATE INDEX idx_alerts_state ON alerts (state, id);
