CREATE TABLE users (
  id uuid PRIMARY KEY,
  email varchar(255) NOT NULL,
  -- The address as it is compared: trimmed, normalized (NFKC), case-folded.
  email_key varchar(255) NOT NULL,
  username varchar(64),
  username_key varchar(64),
  -- PHC string; null until the person has chosen a password.
  password_hash varchar(255),
  first_name varchar(100) NOT NULL,
  last_name varchar(100) NOT NULL,
  email_verified_at timestamptz,
  is_active boolean NOT NULL DEFAULT true,
  is_primary_admin boolean NOT NULL DEFAULT false,
  platform_role varchar(20) CHECK (platform_role IN ('super_admin', 'admin')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz
);
-- A deleted account frees its address and its username.
CREATE UNIQUE INDEX idx_users_email ON users (email_key) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX idx_users_username ON users (username_key) WHERE deleted_at IS NULL;
CREATE INDEX idx_users_is_active ON users (is_active);
CREATE UNIQUE INDEX idx_users_primary_admin ON users (is_primary_admin) WHERE is_primary_admin;

CREATE TABLE organizations (
  id uuid PRIMARY KEY,
  name varchar(200) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE memberships (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  user_id uuid NOT NULL REFERENCES users (id),
  role varchar(20) NOT NULL CHECK (role IN ('BOSS', 'MANAGER', 'EMPLOYEE')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX idx_memberships_user ON memberships (user_id);
CREATE INDEX idx_memberships_role ON memberships (organization_id, role);

-- Secrets that came by mail or were printed, each good for one use.
CREATE TABLE one_time_tokens (
  token_hash bytea PRIMARY KEY,
  purpose varchar(30) NOT NULL,
  -- Null for the set-up link, which belongs to nobody yet.
  user_id uuid REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  consumed_at timestamptz
);
CREATE INDEX idx_one_time_tokens_user ON one_time_tokens (user_id, purpose);
CREATE INDEX idx_one_time_tokens_expires ON one_time_tokens (expires_at);
