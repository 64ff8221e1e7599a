ALTER TABLE organizations ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
-- Live sessions of an organization are counted.
CREATE INDEX idx_sessions_organization ON sessions (organization_id) WHERE ended_at IS NULL;
