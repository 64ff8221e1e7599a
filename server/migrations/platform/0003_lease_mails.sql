ALTER TABLE mails
  -- Until when the sender that claimed the mail has it to itself; `attempts` tells claims apart.
  ADD COLUMN leased_until timestamptz,
  -- When it was given up.
  ADD COLUMN failed_at timestamptz,
  -- Why the last try failed, without what people sent.
  ADD COLUMN error varchar(500);
DROP INDEX idx_mails_pending;
CREATE INDEX idx_mails_pending ON mails (next_attempt_at) WHERE sent_at IS NULL AND failed_at IS NULL;
-- For the purge.
CREATE INDEX idx_mails_created ON mails (created_at);
