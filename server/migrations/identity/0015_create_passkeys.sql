CREATE TABLE passkeys (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  name varchar(200) NOT NULL,
  credential_id bytea NOT NULL UNIQUE,
  -- COSE key (RFC 9052).
  public_key bytea NOT NULL,
  -- Signatures that the authenticator counted; 0 for those that don't count.
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  synced boolean NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX idx_passkeys_user ON passkeys (user_id, id DESC);

-- What authenticators were asked to sign, each good for one answer in its own ceremony.
CREATE TABLE passkey_challenges (
  challenge_hash bytea PRIMARY KEY,
  ceremony varchar(20) NOT NULL CHECK (ceremony IN ('registration', 'sign_in', 'second_factor')),
  -- The session that registers, or the challenge that waits for its second factor; else empty.
  binding varchar(64) NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  consumed_at timestamptz
);
CREATE INDEX idx_passkey_challenges_expires ON passkey_challenges (expires_at);

-- The second factors that people turned on. A new kind of factor replaces the view by one with it.
CREATE VIEW enrolled_factors AS
  SELECT user_id, 'totp'::text AS method, confirmed_at AS since
  FROM totp_authenticators WHERE confirmed_at IS NOT NULL
  UNION ALL
  SELECT user_id, 'passkey', created_at FROM passkeys;
