-- An import that was given up goes on for whoever may import, and is theirs from then on.
ALTER TABLE imports
  ADD COLUMN retried_by uuid REFERENCES users (id);
