-- Groups of people of an organization, who may do what a group says beside what their role does.
CREATE TABLE groups (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations (id),
  name varchar(100) NOT NULL,
  -- The name as it is compared.
  name_key text COLLATE "C" NOT NULL,
  description varchar(500) NOT NULL,
  permissions text[] NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (organization_id, name_key),
  UNIQUE (organization_id, id)
);

-- Whoever leaves the organization leaves its groups.
CREATE TABLE group_members (
  group_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (group_id, user_id),
  FOREIGN KEY (organization_id, group_id)
    REFERENCES groups (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, user_id)
    REFERENCES memberships (organization_id, user_id) ON DELETE CASCADE
);
CREATE INDEX idx_group_members_person ON group_members (organization_id, user_id);

-- A column that nobody asks for is not computed.
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
   WHERE gm.organization_id = m.organization_id AND gm.user_id = m.user_id) AS group_permissions
FROM memberships m
JOIN organizations o ON o.id = m.organization_id AND o.closed_at IS NULL
LEFT JOIN custom_roles r ON r.id = m.custom_role_id;

-- What sessions and API keys of the people concerned may do is looked at again: whoever remembers
-- one compares its version.
CREATE FUNCTION renew_group_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE identity.sessions s SET version = s.version + 1
  FROM (SELECT DISTINCT organization_id, user_id FROM changed) c
  WHERE s.user_id = c.user_id AND s.organization_id = c.organization_id AND s.ended_at IS NULL;
  UPDATE identity.api_keys k SET version = k.version + 1
  FROM (SELECT DISTINCT organization_id, user_id FROM changed) c
  WHERE k.user_id = c.user_id AND k.organization_id = c.organization_id AND k.revoked_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER renew_added AFTER INSERT ON group_members REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION renew_group_members();
CREATE TRIGGER renew_removed AFTER DELETE ON group_members REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION renew_group_members();

CREATE FUNCTION renew_group() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE identity.sessions s SET version = s.version + 1
  FROM identity.group_members m
  WHERE m.group_id = NEW.id AND s.user_id = m.user_id AND s.organization_id = m.organization_id
    AND s.ended_at IS NULL;
  UPDATE identity.api_keys k SET version = k.version + 1
  FROM identity.group_members m
  WHERE m.group_id = NEW.id AND k.user_id = m.user_id AND k.organization_id = m.organization_id
    AND k.revoked_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER renew_group AFTER UPDATE OF name, permissions ON groups
  FOR EACH ROW WHEN ((OLD.name, OLD.permissions) IS DISTINCT FROM (NEW.name, NEW.permissions))
  EXECUTE FUNCTION renew_group();
