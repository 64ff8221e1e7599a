-- Counts up with each change of a person's second factors: a sign-in whose password was checked
-- before one was turned on begins no session without it.
ALTER TABLE users ADD COLUMN factor_changes integer NOT NULL DEFAULT 0;
