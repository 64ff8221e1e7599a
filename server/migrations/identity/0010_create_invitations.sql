-- Settings of an organization (contracts/src/identity/policies.ts); what is missing has its default.
ALTER TABLE organizations ADD COLUMN policies jsonb NOT NULL DEFAULT '{}';

-- Invitations by mail, each good for one use.
CREATE TABLE invitations (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations (id),
  email varchar(255) NOT NULL,
  email_key varchar(255) NOT NULL,
  role varchar(20) NOT NULL CHECK (role IN ('BOSS', 'MANAGER', 'EMPLOYEE')),
  -- SHA-256 of the token in the mail; a mail that is sent again carries a new one.
  token_hash bytea NOT NULL UNIQUE,
  invited_by uuid NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL,
  sent_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  revoked_at timestamptz
);
CREATE UNIQUE INDEX idx_invitations_open ON invitations (organization_id, email_key)
  WHERE accepted_at IS NULL AND revoked_at IS NULL;
CREATE INDEX idx_invitations_organization ON invitations (organization_id, id DESC);
CREATE INDEX idx_invitations_expires ON invitations (expires_at);
