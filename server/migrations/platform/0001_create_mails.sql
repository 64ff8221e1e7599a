CREATE TABLE mails (
  id uuid PRIMARY KEY,
  -- The address as it is compared, for the mailbox.
  recipient_key varchar(255) NOT NULL,
  kind varchar(40) NOT NULL,
  -- Recipient, subject and bodies, sealed by the field cipher: mails carry one-time links.
  content bytea NOT NULL,
  created_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  sent_at timestamptz
);
CREATE INDEX idx_mails_pending ON mails (next_attempt_at) WHERE sent_at IS NULL;
CREATE INDEX idx_mails_recipient ON mails (recipient_key, id DESC);
