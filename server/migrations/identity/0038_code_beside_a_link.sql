-- Who asks for a link to sign in with keeps a ticket; with the code from the same mail it opens what
-- the link opens, and uses it up.
ALTER TABLE one_time_tokens ADD COLUMN ticket_hash bytea;
CREATE UNIQUE INDEX idx_one_time_tokens_ticket ON one_time_tokens (ticket_hash)
  WHERE ticket_hash IS NOT NULL;
