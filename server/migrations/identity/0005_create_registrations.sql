-- Attempts to register, each with what it would make of the account. No account exists before its
-- address is proved, so nobody prepares one for somebody else (account pre-hijacking), and no
-- username is held by an address that nobody reads.
CREATE TABLE registrations (
  -- SHA-256 of the token in the mail; a mail that is sent again carries a new one.
  token_hash bytea PRIMARY KEY,
  email varchar(255) NOT NULL,
  email_key varchar(255) NOT NULL,
  username varchar(64),
  -- Null where the address had an account already: nothing can come of that attempt.
  password_hash varchar(255),
  first_name varchar(100) NOT NULL,
  last_name varchar(100) NOT NULL,
  ip_address varchar(45) NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  consumed_at timestamptz
);
CREATE INDEX idx_registrations_email ON registrations (email_key, created_at);
CREATE INDEX idx_registrations_expires ON registrations (expires_at);

