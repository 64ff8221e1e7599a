-- Who got the present secret of a key: keys of service accounts are made and rotated by people who
-- look after them, and end with the report that somebody else was in the account of one of these.
-- Unknown of keys from before.
ALTER TABLE api_keys ADD COLUMN issued_by uuid;
CREATE INDEX idx_api_keys_issued_by ON api_keys (issued_by) WHERE revoked_at IS NULL;
