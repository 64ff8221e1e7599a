-- People who are added many at a time. Lines are kept as they came until each is done with.
CREATE TABLE imports (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations (id),
  created_by uuid NOT NULL REFERENCES users (id),
  dry_run boolean NOT NULL,
  -- Whether those who bring no password get a mail to choose one.
  invite boolean NOT NULL,
  state varchar(20) NOT NULL CHECK (state IN ('receiving', 'running', 'finished')),
  -- Last line that is done with.
  position integer NOT NULL DEFAULT 0,
  total integer NOT NULL DEFAULT 0,
  accepted integer NOT NULL DEFAULT 0,
  refused integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  finished_at timestamptz
);
CREATE INDEX idx_imports_created ON imports (created_at);

CREATE TABLE import_lines (
  import_id uuid NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  line integer NOT NULL,
  email varchar(320),
  email_key varchar(320),
  username_key varchar(64),
  outcome varchar(20) NOT NULL CHECK (outcome IN ('waiting', 'created', 'would_create', 'refused')),
  message text,
  -- Null once the line is done with.
  data jsonb,
  PRIMARY KEY (import_id, line)
-- Room on each page for what becomes of its lines, so that no index has to change.
) WITH (fillfactor = 60);
CREATE INDEX idx_import_lines_email ON import_lines (email_key, import_id, line);
CREATE INDEX idx_import_lines_username ON import_lines (username_key, import_id, line)
  WHERE username_key IS NOT NULL;
