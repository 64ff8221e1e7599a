CREATE TABLE totp_authenticators (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  -- Sealed by the field cipher.
  secret bytea NOT NULL,
  created_at timestamptz NOT NULL,
  -- Null until a first code has confirmed it.
  confirmed_at timestamptz,
  -- Last accepted time step (RFC 6238 section 5.2): no code works twice.
  last_step bigint NOT NULL DEFAULT 0,
  confirm_attempts integer NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX idx_totp_authenticators_user ON totp_authenticators (user_id);

CREATE TABLE backup_codes (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  code_hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  used_at timestamptz,
  UNIQUE (user_id, code_hash)
);
