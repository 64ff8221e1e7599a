CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  organization_id uuid REFERENCES organizations (id),
  -- Counts up when what the session may do changes (role, factor, state of the account).
  version integer NOT NULL DEFAULT 1,
  -- Authentication methods (RFC 8176) that the person proved, such as {pwd,otp}.
  methods text[] NOT NULL,
  ip_address varchar(45) NOT NULL,
  user_agent varchar(512) NOT NULL,
  authenticated_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_reason varchar(40)
) WITH (fillfactor = 80);
CREATE INDEX idx_sessions_user ON sessions (user_id, created_at DESC);
CREATE INDEX idx_sessions_expires ON sessions (expires_at);

-- The whole chain of a session's refresh tokens, so that any used one that comes back is known.
CREATE TABLE refresh_tokens (
  token_hash bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  user_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
) WITH (fillfactor = 80);
CREATE INDEX idx_refresh_tokens_session ON refresh_tokens (session_id);

-- Sign-ins that wait for their second factor.
CREATE TABLE sign_in_challenges (
  token_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  consumed_at timestamptz
);
CREATE INDEX idx_sign_in_challenges_expires ON sign_in_challenges (expires_at);

-- Consecutive failures, and the wait they lead to, per account and kind of proof.
CREATE TABLE lockouts (
  -- `<user id>`, `<user id>@<address>` for an address the person is known at, or a hash of an unknown name.
  account_key varchar(128) NOT NULL,
  proof varchar(20) NOT NULL CHECK (proof IN ('password', 'code')),
  failures integer NOT NULL,
  delayed_until timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (account_key, proof)
);
CREATE INDEX idx_lockouts_updated ON lockouts (updated_at);

CREATE TABLE signing_keys (
  id varchar(64) PRIMARY KEY,
  public_jwk jsonb NOT NULL,
  -- Sealed by the field cipher.
  private_jwk bytea NOT NULL,
  created_at timestamptz NOT NULL,
  -- Signs from here on; published before, so that every verifier knows it in time.
  active_from timestamptz NOT NULL,
  -- No longer published, and no token of it accepted, from here on.
  retired_at timestamptz
);
-- Whether a person was signed in at an address before.
CREATE INDEX idx_sessions_user_address ON sessions (user_id, ip_address);
