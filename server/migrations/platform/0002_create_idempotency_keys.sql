-- Requests that carried an Idempotency-Key, and what they were answered.
CREATE TABLE idempotency_keys (
  -- Whose key it is: a person, or for public routes an address.
  owner varchar(80) NOT NULL,
  key varchar(255) NOT NULL,
  -- Keyed hash of the request; it may hold a password.
  fingerprint bytea NOT NULL,
  created_at timestamptz NOT NULL,
  -- The answer, sealed by the field cipher; null while the request runs.
  answer bytea,
  PRIMARY KEY (owner, key)
);
CREATE INDEX idx_idempotency_keys_created ON idempotency_keys (created_at);
