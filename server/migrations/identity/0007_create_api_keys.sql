CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  -- In whose name it calls; it may never do more than its owner.
  user_id uuid NOT NULL REFERENCES users (id),
  organization_id uuid NOT NULL REFERENCES organizations (id),
  name varchar(200) NOT NULL,
  hint varchar(20) NOT NULL,
  -- SHA-256; enough for 256 random bits.
  secret_hash bytea NOT NULL UNIQUE,
  -- The secret before the last rotation, while both are good.
  previous_hash bytea,
  previous_until timestamptz,
  scopes text[] NOT NULL,
  allowed_addresses text[] NOT NULL,
  created_at timestamptz NOT NULL,
  rotated_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
CREATE UNIQUE INDEX idx_api_keys_previous ON api_keys (previous_hash) WHERE previous_hash IS NOT NULL;
CREATE INDEX idx_api_keys_user ON api_keys (user_id, id DESC);
