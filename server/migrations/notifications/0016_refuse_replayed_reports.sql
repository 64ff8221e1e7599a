-- Tokens of reports that were taken: a provider signs them, and not what the report says.
CREATE TABLE report_tokens (
  -- SHA-256 of the token, and of what was told by it.
  token_hash bytea PRIMARY KEY,
  body_hash bytea NOT NULL,
  used_at timestamptz NOT NULL
);
CREATE INDEX idx_report_tokens_used ON report_tokens (used_at);
