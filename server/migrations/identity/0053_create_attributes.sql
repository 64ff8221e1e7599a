-- What an organization wants to know of its members, beyond their names: one document, as policies are.
CREATE TABLE attribute_definitions (
  organization_id uuid PRIMARY KEY REFERENCES organizations (id),
  definitions jsonb NOT NULL,
  updated_at timestamptz NOT NULL
);

-- What it knows, of one member a row; it ends with the membership.
CREATE TABLE member_attributes (
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  attributes jsonb NOT NULL DEFAULT '{}',
  -- What programs keep of the member.
  metadata jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (organization_id, user_id),
  FOREIGN KEY (organization_id, user_id) REFERENCES memberships (organization_id, user_id)
    ON DELETE CASCADE
);
CREATE INDEX idx_member_attributes_user ON member_attributes (user_id);
CREATE INDEX idx_member_attributes_values ON member_attributes USING gin (attributes jsonb_path_ops);
