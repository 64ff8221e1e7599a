-- Devices that skip the second step of a sign-in for 30 days, though not the password.
CREATE TABLE trusted_devices (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  token_hash bytea NOT NULL UNIQUE,
  ip_address varchar(45) NOT NULL,
  user_agent varchar(512) NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX idx_trusted_devices_user ON trusted_devices (user_id, id DESC);
CREATE INDEX idx_trusted_devices_expires ON trusted_devices (expires_at);
