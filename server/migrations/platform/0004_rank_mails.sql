-- 0: somebody waits for it, such as a code; 1: it tells of a danger; 2: all else. The lowest goes first.
ALTER TABLE mails ADD COLUMN urgency smallint NOT NULL DEFAULT 2;
DROP INDEX idx_mails_pending;
CREATE INDEX idx_mails_pending ON mails (urgency, next_attempt_at)
  WHERE sent_at IS NULL AND failed_at IS NULL;
