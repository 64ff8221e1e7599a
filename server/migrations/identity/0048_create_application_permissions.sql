-- Permissions of the applications behind the gate, for the whole installation. Their names stand
-- among the permissions of roles and groups, and the scopes of API keys.
CREATE TABLE application_permissions (
  name varchar(81) COLLATE "C" PRIMARY KEY,
  description varchar(500) NOT NULL,
  created_at timestamptz NOT NULL
);

-- A BOSS holds them all; others what their role and their groups say. A column that nobody asks for is
-- not computed.
CREATE OR REPLACE VIEW members AS
SELECT m.organization_id, m.user_id, m.created_at, m.role, m.custom_role_id,
  CASE WHEN r.id IS NOT NULL
    THEN jsonb_build_object('id', r.id, 'name', r.name) END AS custom_role,
  r.permissions AS custom_permissions,
  coalesce(o.policies -> 'secondFactorRoles' ? m.role, false) AS second_factor_required,
  coalesce(o.policies ->> 'sessions', 'standard') AS session_preset,
  -- Null for any.
  nullif(o.policies -> 'acceptedFactors' -> m.role, 'null') AS accepted_factors,
  -- By name.
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) ORDER BY g.name_key), '[]')
   FROM group_members gm JOIN groups g ON g.id = gm.group_id
   WHERE gm.organization_id = m.organization_id AND gm.user_id = m.user_id) AS groups,
  ARRAY (SELECT DISTINCT unnest(g.permissions)
   FROM group_members gm JOIN groups g ON g.id = gm.group_id
   WHERE gm.organization_id = m.organization_id AND gm.user_id = m.user_id) AS group_permissions,
  ARRAY (SELECT a.name::text FROM application_permissions a
   WHERE m.role = 'BOSS' OR a.name = ANY (r.permissions) OR EXISTS (
     SELECT FROM group_members gm JOIN groups g ON g.id = gm.group_id
     WHERE gm.organization_id = m.organization_id AND gm.user_id = m.user_id
       AND a.name = ANY (g.permissions))
   ORDER BY a.name) AS application_permissions
FROM memberships m
JOIN organizations o ON o.id = m.organization_id AND o.closed_at IS NULL
LEFT JOIN custom_roles r ON r.id = m.custom_role_id;

-- Sessions of whoever gains or loses one look again at what they may do. API keys of roles and of
-- groups have triggers of their own.
CREATE FUNCTION renew_holders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE identity.sessions s SET version = s.version + 1
  FROM identity.memberships m
  WHERE m.role = 'BOSS' AND s.user_id = m.user_id AND s.organization_id = m.organization_id
    AND s.ended_at IS NULL;
  UPDATE identity.api_keys k SET version = k.version + 1
  FROM identity.memberships m
  WHERE m.role = 'BOSS' AND k.user_id = m.user_id AND k.organization_id = m.organization_id
    AND k.revoked_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER renew_holders AFTER INSERT OR DELETE ON application_permissions
  FOR EACH STATEMENT EXECUTE FUNCTION renew_holders();
