-- Codes by SMS as a second factor.
CREATE TABLE phones (
  user_id uuid PRIMARY KEY REFERENCES users (id),
  -- E.164, such as +4915112345678.
  number varchar(16) NOT NULL,
  created_at timestamptz NOT NULL,
  -- Null until a first code has confirmed it.
  confirmed_at timestamptz
);

CREATE OR REPLACE VIEW enrolled_factors AS
  SELECT user_id, 'totp'::text AS method, confirmed_at AS since
  FROM totp_authenticators WHERE confirmed_at IS NOT NULL
  UNION ALL
  SELECT user_id, 'passkey', created_at FROM passkeys
  UNION ALL
  SELECT user_id, 'email_code', enrolled_at FROM email_factors
  UNION ALL
  SELECT user_id, 'sms_code', confirmed_at FROM phones WHERE confirmed_at IS NOT NULL;
