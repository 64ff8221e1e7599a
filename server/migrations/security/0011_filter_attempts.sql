-- Rare among many: why an attempt failed, where it was made for, and devices that an account did not know.
CREATE INDEX idx_login_attempts_failure ON login_attempts (failure, occurred_at DESC, id DESC)
  WHERE failure IS NOT NULL;
CREATE INDEX idx_login_attempts_organization
  ON login_attempts (organization_id, occurred_at DESC, id DESC) WHERE organization_id IS NOT NULL;
CREATE INDEX idx_login_attempts_new_device ON login_attempts (occurred_at DESC, id DESC)
  WHERE new_device;
