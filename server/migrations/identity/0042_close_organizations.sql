-- Since when nobody acts in it; null while it is open.
ALTER TABLE organizations ADD COLUMN closed_at timestamptz;

-- A membership of an organization that is closed entitles to nothing.
CREATE OR REPLACE VIEW members AS
SELECT m.organization_id, m.user_id, m.created_at, m.role, m.custom_role_id,
  CASE WHEN r.id IS NOT NULL
    THEN jsonb_build_object('id', r.id, 'name', r.name) END AS custom_role,
  r.permissions AS custom_permissions,
  coalesce(o.policies -> 'secondFactorRoles' ? m.role, false) AS second_factor_required,
  coalesce(o.policies ->> 'sessions', 'standard') AS session_preset,
  -- Null for any.
  nullif(o.policies -> 'acceptedFactors' -> m.role, 'null') AS accepted_factors
FROM memberships m
JOIN organizations o ON o.id = m.organization_id AND o.closed_at IS NULL
LEFT JOIN custom_roles r ON r.id = m.custom_role_id;

CREATE TRIGGER renew_api_keys_when_closed AFTER UPDATE OF closed_at ON organizations
  FOR EACH ROW EXECUTE FUNCTION renew_api_keys_of_organization();
