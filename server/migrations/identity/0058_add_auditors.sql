-- Of the staff, auditors read and change nothing.
ALTER TABLE users DROP CONSTRAINT users_platform_role_check;
ALTER TABLE users ADD CONSTRAINT users_platform_role_check
  CHECK (platform_role IN ('super_admin', 'admin', 'auditor'));
