-- Somebody reported that the account was in other hands when the passkey was added: it is a second
-- factor still, so that no report takes one away, and no longer a way in by itself.
ALTER TABLE passkeys ADD COLUMN second_step_only boolean NOT NULL DEFAULT false;
