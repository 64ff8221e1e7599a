-- Memberships with what they entitle to, and what the organization asks for it.
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
JOIN organizations o ON o.id = m.organization_id
LEFT JOIN custom_roles r ON r.id = m.custom_role_id;

-- What was proved when the device was trusted (RFC 8176); unknown of devices from before.
ALTER TABLE trusted_devices ADD COLUMN proof varchar(20);
