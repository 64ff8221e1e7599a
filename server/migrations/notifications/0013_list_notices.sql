-- The list of an organization, latest first, and of it what was given up.
CREATE INDEX idx_notices_organization ON notices (organization_id, id);
CREATE INDEX idx_notices_failed ON notices (organization_id, id) WHERE failed_at IS NOT NULL;
