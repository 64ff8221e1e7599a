-- Organizations that stay closed are erased: of one, its id stays, and when it was closed and erased.
ALTER TABLE organizations
  -- When its owners were told for the last time; null again when it is opened.
  ADD COLUMN erasure_told_at timestamptz,
  ADD COLUMN erased_at timestamptz,
  -- When the events that tell of it were emptied.
  ADD COLUMN swept_at timestamptz;
CREATE INDEX idx_organizations_closed ON organizations (closed_at)
  WHERE closed_at IS NOT NULL AND swept_at IS NULL;
