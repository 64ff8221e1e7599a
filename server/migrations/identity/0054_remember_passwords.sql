-- Passwords that a person had, as their hashes, where an organization of theirs asks for it.
CREATE TABLE password_history (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  password_hash varchar(255) NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX idx_password_history_user ON password_history (user_id, id DESC);

-- Since when the password is what it is; of those from before this version, since now.
ALTER TABLE users ADD COLUMN password_set_at timestamptz;
UPDATE users SET password_set_at = now() WHERE password_hash IS NOT NULL;
