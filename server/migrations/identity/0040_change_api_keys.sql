-- When its owner last changed it, for If-Match.
ALTER TABLE api_keys ADD COLUMN updated_at timestamptz;
UPDATE api_keys SET updated_at = created_at;
ALTER TABLE api_keys ALTER COLUMN updated_at SET NOT NULL, ALTER COLUMN updated_at SET DEFAULT now();
CREATE INDEX idx_api_keys_user_organization ON api_keys (user_id, organization_id, id DESC)
  WHERE revoked_at IS NULL;
