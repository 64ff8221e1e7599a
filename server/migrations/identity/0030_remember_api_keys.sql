-- Counts up when what a key may do changes, as the version of a session does: whoever remembers a key
-- compares it.
ALTER TABLE api_keys ADD COLUMN version integer NOT NULL DEFAULT 1;
CREATE INDEX idx_api_keys_organization ON api_keys (organization_id) WHERE revoked_at IS NULL;

CREATE FUNCTION count_api_key_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER count_api_key_version BEFORE UPDATE OF user_id, organization_id, secret_hash,
  previous_hash, previous_until, scopes, allowed_addresses, expires_at, revoked_at ON api_keys
  FOR EACH ROW EXECUTE FUNCTION count_api_key_version();

-- Tells of both secrets by which the key was known: see Changes in platform/database.
CREATE FUNCTION tell_of_api_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gatehouse_changes', 'api_key ' || encode(OLD.secret_hash, 'hex'));
  IF OLD.previous_hash IS NOT NULL THEN
    PERFORM pg_notify('gatehouse_changes', 'api_key ' || encode(OLD.previous_hash, 'hex'));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER tell_of_api_key AFTER UPDATE ON api_keys
  FOR EACH ROW WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION tell_of_api_key();
CREATE TRIGGER tell_of_removed_api_key AFTER DELETE ON api_keys
  FOR EACH ROW EXECUTE FUNCTION tell_of_api_key();

-- What a key may do hangs on its owner: the account, its second factors, the membership. The argument
-- is the column that names the owner.
CREATE FUNCTION renew_api_keys_of_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE identity.api_keys SET version = version + 1
  WHERE user_id = (to_jsonb(coalesce(NEW, OLD)) ->> TG_ARGV[0])::uuid AND revoked_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER renew_api_keys AFTER UPDATE OF is_active, deleted_at ON users
  FOR EACH ROW WHEN ((OLD.is_active, OLD.deleted_at) IS DISTINCT FROM (NEW.is_active, NEW.deleted_at))
  EXECUTE FUNCTION renew_api_keys_of_owner('id');
CREATE TRIGGER renew_api_keys AFTER UPDATE OR DELETE ON memberships
  FOR EACH ROW EXECUTE FUNCTION renew_api_keys_of_owner('user_id');
CREATE TRIGGER renew_api_keys AFTER INSERT OR UPDATE OF confirmed_at OR DELETE ON totp_authenticators
  FOR EACH ROW EXECUTE FUNCTION renew_api_keys_of_owner('user_id');
CREATE TRIGGER renew_api_keys AFTER INSERT OR UPDATE OF confirmed_at OR DELETE ON phones
  FOR EACH ROW EXECUTE FUNCTION renew_api_keys_of_owner('user_id');
CREATE TRIGGER renew_api_keys AFTER INSERT OR DELETE ON passkeys
  FOR EACH ROW EXECUTE FUNCTION renew_api_keys_of_owner('user_id');
CREATE TRIGGER renew_api_keys AFTER INSERT OR DELETE ON email_factors
  FOR EACH ROW EXECUTE FUNCTION renew_api_keys_of_owner('user_id');

-- And on the owner's custom role, and on what the organization asks for.
CREATE FUNCTION renew_api_keys_of_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE identity.api_keys k SET version = k.version + 1
  FROM identity.memberships m
  WHERE m.custom_role_id = NEW.id AND k.user_id = m.user_id
    AND k.organization_id = m.organization_id AND k.revoked_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER renew_api_keys AFTER UPDATE ON custom_roles
  FOR EACH ROW EXECUTE FUNCTION renew_api_keys_of_role();
CREATE FUNCTION renew_api_keys_of_organization() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE identity.api_keys SET version = version + 1
  WHERE organization_id = NEW.id AND revoked_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER renew_api_keys AFTER UPDATE OF policies ON organizations
  FOR EACH ROW EXECUTE FUNCTION renew_api_keys_of_organization();

-- How often a key was used, by UTC day.
CREATE TABLE api_key_usage (
  api_key_id uuid NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
  day date NOT NULL,
  calls bigint NOT NULL,
  PRIMARY KEY (api_key_id, day)
);
CREATE INDEX idx_api_key_usage_day ON api_key_usage (day);
