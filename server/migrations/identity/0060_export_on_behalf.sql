-- Who asked: the person, or one of the staff for somebody who cannot sign in. Each gets a file.
ALTER TABLE account_exports ADD COLUMN requested_by uuid;
UPDATE account_exports SET requested_by = user_id;
ALTER TABLE account_exports ALTER COLUMN requested_by SET NOT NULL;
DROP INDEX idx_account_exports_open;
CREATE UNIQUE INDEX idx_account_exports_open ON account_exports (user_id, requested_by)
  WHERE made_at IS NULL;
