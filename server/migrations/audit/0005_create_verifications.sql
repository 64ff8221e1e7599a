-- Readings of the whole trail that say whether it is as it was written.
CREATE TABLE verifications (
  id uuid PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  -- Read so far, and in all once it is done.
  entries bigint NOT NULL DEFAULT 0,
  valid boolean,
  hash char(64),
  -- First entry that is not as it was written, and what is wrong with it.
  sequence bigint,
  fault text,
  reason text,
  started_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
-- One at a time.
CREATE UNIQUE INDEX uq_verifications_running ON verifications (state) WHERE state = 'running';
