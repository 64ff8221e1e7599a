-- Since when an account is closed to all but the choice of a new password by mail; null while it is not.
ALTER TABLE users ADD COLUMN reset_required_at timestamptz;

CREATE OR REPLACE TRIGGER renew_api_keys AFTER UPDATE OF is_active, deleted_at, reset_required_at ON users
  FOR EACH ROW
  WHEN ((OLD.is_active, OLD.deleted_at, OLD.reset_required_at)
    IS DISTINCT FROM (NEW.is_active, NEW.deleted_at, NEW.reset_required_at))
  EXECUTE FUNCTION renew_api_keys_of_owner('id');
