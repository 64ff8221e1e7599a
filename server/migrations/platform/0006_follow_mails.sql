-- What became of a mail, as far as anybody has told: `deferred` is tried again; providers may tell
-- later that it was `delivered`, `bounced` or `complained` about.
ALTER TABLE mails ADD COLUMN state varchar(20) NOT NULL DEFAULT 'queued'
  CHECK (state IN ('queued', 'deferred', 'sent', 'delivered', 'bounced', 'complained', 'failed', 'cancelled'));
UPDATE mails SET state = CASE WHEN sent_at IS NOT NULL THEN 'sent'
                              WHEN failed_at IS NOT NULL THEN 'failed'
                              WHEN attempts > 0 THEN 'deferred'
                              ELSE 'queued' END;
