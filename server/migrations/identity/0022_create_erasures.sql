-- Accounts whose owners asked for their erasure: one row a person, also when it was called off.
CREATE TABLE erasures (
  user_id uuid PRIMARY KEY REFERENCES users (id),
  -- SHA-256 of the token in the mail that calls it off.
  token_hash bytea NOT NULL UNIQUE,
  requested_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  cancelled_at timestamptz,
  erased_at timestamptz,
  -- Addresses and names to look for, sealed; null again once they are gone from every event.
  words bytea
);
CREATE INDEX idx_erasures_due ON erasures (due_at)
  WHERE cancelled_at IS NULL AND erased_at IS NULL;
