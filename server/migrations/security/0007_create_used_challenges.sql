-- Challenges that were solved: each is good for one call. They are forgotten once they have expired.
CREATE TABLE used_challenges (
  id bytea PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX idx_used_challenges_expires ON used_challenges (expires_at);
