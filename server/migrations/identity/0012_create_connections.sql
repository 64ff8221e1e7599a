-- Accounts elsewhere that people sign in with.
CREATE TABLE connections (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  -- Name of the provider in the settings.
  provider varchar(64) NOT NULL,
  -- Who it is: a subject is unique within its issuer alone (OpenID Connect Core section 2).
  issuer varchar(500) NOT NULL,
  subject varchar(255) NOT NULL,
  -- As the provider knew it at the time; it decides nothing.
  email varchar(255),
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  UNIQUE (issuer, subject)
);
CREATE INDEX idx_connections_user ON connections (user_id, id DESC);

-- Sign-ins that went to a provider and did not come back yet.
CREATE TABLE social_flows (
  state_hash bytea PRIMARY KEY,
  provider varchar(64) NOT NULL,
  -- SHA-256 of the cookie of the browser that began it.
  browser_hash bytea NOT NULL,
  -- The session that connects an account; null for a sign-in.
  session_id uuid,
  nonce varchar(64) NOT NULL,
  -- PKCE (RFC 7636); of no use without the code.
  code_verifier varchar(128) NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  consumed_at timestamptz
);
CREATE INDEX idx_social_flows_expires ON social_flows (expires_at);

-- What was proved before the second factor is asked for (RFC 8176).
ALTER TABLE sign_in_challenges ADD COLUMN first_method varchar(20) NOT NULL DEFAULT 'pwd';
