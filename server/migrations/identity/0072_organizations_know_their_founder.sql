-- Who founded an organization, so that nobody founds any number of them. Unknown of those from before,
-- and of those that an operator founded.
ALTER TABLE organizations ADD COLUMN founded_by uuid;
CREATE INDEX idx_organizations_founded_by ON organizations (founded_by) WHERE erased_at IS NULL;
