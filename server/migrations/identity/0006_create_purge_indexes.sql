-- Old tokens are found without slowing the rotation, which a B-tree would.
CREATE INDEX idx_refresh_tokens_expires ON refresh_tokens USING brin (expires_at);
