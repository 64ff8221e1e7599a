-- Roles that an organization makes of permissions, each of the rank of a built-in one.
CREATE TABLE custom_roles (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations (id),
  name varchar(100) NOT NULL,
  -- The name as it is compared.
  name_key text NOT NULL,
  description varchar(500) NOT NULL,
  rank varchar(20) NOT NULL CHECK (rank IN ('MANAGER', 'EMPLOYEE')),
  permissions text[] NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (organization_id, name_key),
  UNIQUE (organization_id, id, rank)
);

-- A membership's or invitation's `role` is the rank of its custom role, of the same organization.
ALTER TABLE memberships ADD COLUMN custom_role_id uuid,
  ADD FOREIGN KEY (organization_id, custom_role_id, role)
    REFERENCES custom_roles (organization_id, id, rank);
CREATE INDEX idx_memberships_custom_role ON memberships (custom_role_id)
  WHERE custom_role_id IS NOT NULL;
ALTER TABLE invitations ADD COLUMN custom_role_id uuid,
  ADD FOREIGN KEY (organization_id, custom_role_id, role)
    REFERENCES custom_roles (organization_id, id, rank);
CREATE INDEX idx_invitations_custom_role ON invitations (custom_role_id)
  WHERE custom_role_id IS NOT NULL;

-- Memberships with what they entitle to.
CREATE VIEW members AS
SELECT m.organization_id, m.user_id, m.created_at, m.role, m.custom_role_id,
  CASE WHEN r.id IS NOT NULL
    THEN jsonb_build_object('id', r.id, 'name', r.name) END AS custom_role,
  r.permissions AS custom_permissions
FROM memberships m LEFT JOIN custom_roles r ON r.id = m.custom_role_id;
