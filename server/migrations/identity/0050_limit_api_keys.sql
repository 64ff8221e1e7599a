-- Calls a minute that a key may make; null for as many as the installation lets anybody.
ALTER TABLE api_keys ADD COLUMN requests_per_minute integer CHECK (requests_per_minute > 0);

DROP TRIGGER count_api_key_version ON api_keys;
CREATE TRIGGER count_api_key_version BEFORE UPDATE OF user_id, organization_id, secret_hash,
  previous_hash, previous_until, scopes, allowed_addresses, expires_at, revoked_at,
  requests_per_minute ON api_keys
  FOR EACH ROW EXECUTE FUNCTION count_api_key_version();
