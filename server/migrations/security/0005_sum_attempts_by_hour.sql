-- A month has 43,200 minutes and 720 hours: both are summed.
ALTER TABLE attempt_minutes RENAME TO attempt_sums;
ALTER TABLE attempt_sums RENAME COLUMN minute TO start;
-- In seconds: 60 or 3600.
ALTER TABLE attempt_sums ADD COLUMN width integer NOT NULL DEFAULT 60;
ALTER TABLE attempt_sums ALTER COLUMN width DROP DEFAULT;
ALTER TABLE attempt_sums DROP CONSTRAINT attempt_minutes_pkey, ADD PRIMARY KEY (width, start);
INSERT INTO attempt_sums (width, start, succeeded, failed)
SELECT 3600, date_trunc('hour', start, 'UTC'), sum(succeeded), sum(failed)
FROM attempt_sums GROUP BY 2;

-- Few failures among many successes, or the other way round in an attack; and the rare kinds.
CREATE INDEX idx_login_attempts_outcome ON login_attempts (succeeded, occurred_at DESC, id DESC);
CREATE INDEX idx_login_attempts_kind ON login_attempts (kind, occurred_at DESC, id DESC)
  WHERE kind <> 'sign_in';
