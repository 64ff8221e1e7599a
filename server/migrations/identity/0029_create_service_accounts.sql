-- Accounts without a person, which call by API keys only: nobody signs in to one, and none is staff.
ALTER TABLE users ADD COLUMN is_service_account boolean NOT NULL DEFAULT false;
ALTER TABLE users ADD CONSTRAINT users_service_account CHECK (
  NOT is_service_account OR (password_hash IS NULL AND email_verified_at IS NULL
    AND platform_role IS NULL AND NOT is_primary_admin));
