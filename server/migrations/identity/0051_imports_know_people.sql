-- Imports that change people who are there already, are listed, and can be cancelled.
ALTER TABLE imports
  ADD COLUMN on_existing varchar(10) NOT NULL DEFAULT 'skip'
    CHECK (on_existing IN ('skip', 'update', 'add')),
  -- What the importer was: nobody of that rank or a higher one is changed.
  ADD COLUMN rank varchar(20) NOT NULL DEFAULT 'EMPLOYEE'
    CHECK (rank IN ('BOSS', 'MANAGER', 'EMPLOYEE')),
  -- Whether the importer may give members another role.
  ADD COLUMN may_assign boolean NOT NULL DEFAULT false,
  ADD COLUMN updated integer NOT NULL DEFAULT 0,
  ADD COLUMN invited integer NOT NULL DEFAULT 0,
  ADD COLUMN unchanged integer NOT NULL DEFAULT 0;
ALTER TABLE imports RENAME COLUMN accepted TO created;
ALTER TABLE imports
  DROP CONSTRAINT imports_state_check,
  ADD CHECK (state IN ('receiving', 'running', 'finished', 'cancelled'));
CREATE INDEX idx_imports_organization ON imports (organization_id, id DESC);

ALTER TABLE import_lines
  DROP CONSTRAINT import_lines_outcome_check,
  ADD CHECK (outcome IN ('waiting', 'created', 'updated', 'invited', 'would_create',
    'would_update', 'would_invite', 'unchanged', 'refused', 'cancelled'));
