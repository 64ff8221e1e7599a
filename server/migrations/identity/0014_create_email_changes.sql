-- Changes of an account's address: asked for, confirmed by the new one, undone by the old one.
CREATE TABLE email_changes (
  -- SHA-256 of the token in the mail to the new address.
  token_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  -- Session that asked; it stays when the others end.
  session_id uuid NOT NULL,
  old_email varchar(255) NOT NULL,
  new_email varchar(255) NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  -- Confirmed, or void.
  consumed_at timestamptz,
  confirmed_at timestamptz,
  undone_at timestamptz
);
CREATE INDEX idx_email_changes_user ON email_changes (user_id, created_at);
CREATE INDEX idx_email_changes_expires ON email_changes (expires_at);
