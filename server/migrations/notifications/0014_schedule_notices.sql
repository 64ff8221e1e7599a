-- What is sent by hand: later, if wished, and to people by what they have in common.
ALTER TABLE notices
  ADD COLUMN send_at timestamptz,
  ADD COLUMN cancelled_at timestamptz,
  -- {"everybody": …, "roles": […], "groupIds": […]} beside `user_ids`; found out page by page.
  ADD COLUMN audience jsonb,
  -- The last person of the audience who was told.
  ADD COLUMN told_up_to uuid,
  -- How many people the audience was when it was asked for.
  ADD COLUMN recipients integer;
DROP INDEX idx_notices_due;
CREATE INDEX idx_notices_due ON notices (next_attempt_at)
  WHERE told_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL;
-- The list of an organization of what is to be sent later.
CREATE INDEX idx_notices_scheduled ON notices (organization_id, id)
  WHERE send_at IS NOT NULL AND told_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL;
