-- An import that was given up goes on for whoever may import, and is theirs from then on.
ALTER TABLE imports
  ADD COLUMN retried_by uuid REFERENCES users (id),
  -- What the one in whose name lines are done may do: they give no more than that, whatever the names
  -- of roles and groups stand for by the time. Of imports from before nothing is known.
  ADD COLUMN held text[] NOT NULL DEFAULT '{}';
