-- Requests to be told everything, and what came of them. The row stands until its file is made:
-- whatever a queue forgets is taken up again.
DROP TABLE account_exports;
CREATE TABLE account_exports (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  requested_at timestamptz NOT NULL,
  -- Last sign of life of whoever makes the file; null while nobody does.
  worked_on_at timestamptz,
  -- Grows with each beginning: a worker knows by it that the export is still its own.
  attempt integer NOT NULL DEFAULT 0,
  -- SHA-256 of the token in the mail; null until the file is made, as are the others.
  token_hash bytea UNIQUE,
  -- [{"name": …, "size": bytes, "crc": CRC-32}, …]
  files jsonb,
  made_at timestamptz,
  expires_at timestamptz
);
CREATE UNIQUE INDEX idx_account_exports_open ON account_exports (user_id) WHERE made_at IS NULL;
CREATE INDEX idx_account_exports_user ON account_exports (user_id);
CREATE INDEX idx_account_exports_expires ON account_exports (expires_at);

-- The files, deflated and sealed, in pieces of some kilobytes.
CREATE TABLE account_export_parts (
  export_id uuid NOT NULL REFERENCES account_exports (id) ON DELETE CASCADE,
  file text NOT NULL,
  position integer NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (export_id, file, position)
);

-- Read in pages by people's ids: an index in the order of the pages.
DROP INDEX idx_sessions_user;
CREATE INDEX idx_sessions_user ON sessions (user_id, id DESC);
