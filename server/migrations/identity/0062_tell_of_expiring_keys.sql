-- Which end of a key its people were told of: one that is put off is told of again.
ALTER TABLE api_keys ADD COLUMN expiry_told_for timestamptz;
CREATE INDEX idx_api_keys_expires ON api_keys (expires_at) WHERE revoked_at IS NULL;
