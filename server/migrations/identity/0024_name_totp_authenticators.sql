-- Several authenticator apps a person, each with a name, and one that waits to be confirmed.
ALTER TABLE totp_authenticators
  ADD COLUMN name varchar(200) NOT NULL DEFAULT 'Authenticator app',
  ADD COLUMN last_used_at timestamptz;
DROP INDEX idx_totp_authenticators_user;
CREATE INDEX idx_totp_authenticators_user ON totp_authenticators (user_id, id DESC);
CREATE UNIQUE INDEX idx_totp_authenticators_pending ON totp_authenticators (user_id)
  WHERE confirmed_at IS NULL;
