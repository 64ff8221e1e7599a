-- Why the staff of the installation erases somebody; null where the person asked for it.
ALTER TABLE erasures ADD COLUMN reason text;
-- For the list of accounts that are closed.
CREATE INDEX idx_users_inactive ON users (id DESC) WHERE NOT is_active OR deleted_at IS NOT NULL;
