-- Six digits that were sent to somebody, one row for what they are for.
CREATE TABLE message_codes (
  -- The challenge that waits for its second factor, or the session that turns the factor on.
  binding varchar(64) NOT NULL,
  channel varchar(10) NOT NULL CHECK (channel IN ('email', 'sms')),
  user_id uuid NOT NULL REFERENCES users (id),
  -- HMAC with a key of ours: a million codes are soon tried against a plain hash.
  code_hash bytea NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  sent_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  consumed_at timestamptz,
  PRIMARY KEY (binding, channel)
);
CREATE INDEX idx_message_codes_expires ON message_codes (expires_at);

-- How many messages went where in a window of time.
CREATE TABLE message_budgets (
  key varchar(80) NOT NULL,
  window_start timestamptz NOT NULL,
  sent integer NOT NULL,
  PRIMARY KEY (key, window_start)
);
CREATE INDEX idx_message_budgets_window ON message_budgets (window_start);

-- Codes by mail as a second factor.
CREATE TABLE email_factors (
  user_id uuid PRIMARY KEY REFERENCES users (id),
  enrolled_at timestamptz NOT NULL,
  -- Since when a new password has come by mail: then a mail proves nothing beside it, until
  -- another factor was proved.
  suspended_at timestamptz
);

-- What people want to be asked for first.
CREATE TABLE preferred_factors (
  user_id uuid PRIMARY KEY REFERENCES users (id),
  method varchar(20) NOT NULL
);

CREATE OR REPLACE VIEW enrolled_factors AS
  SELECT user_id, 'totp'::text AS method, confirmed_at AS since
  FROM totp_authenticators WHERE confirmed_at IS NOT NULL
  UNION ALL
  SELECT user_id, 'passkey', created_at FROM passkeys
  UNION ALL
  SELECT user_id, 'email_code', enrolled_at FROM email_factors;
