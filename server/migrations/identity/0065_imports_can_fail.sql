-- An import that fails again and again is given up, with a reason, until somebody has it go on.
ALTER TABLE imports
  -- Failures since it last moved.
  ADD COLUMN failures integer NOT NULL DEFAULT 0,
  ADD COLUMN failure text,
  DROP CONSTRAINT imports_state_check,
  ADD CHECK (state IN ('receiving', 'running', 'finished', 'cancelled', 'failed'));
