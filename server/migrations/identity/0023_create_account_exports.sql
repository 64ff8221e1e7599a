-- What people were told about themselves, for as long as the link in the mail works.
CREATE TABLE account_exports (
  -- SHA-256 of the token in the mail.
  token_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  -- A ZIP file, sealed by the field cipher.
  content bytea NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX idx_account_exports_user ON account_exports (user_id);
CREATE INDEX idx_account_exports_expires ON account_exports (expires_at);
