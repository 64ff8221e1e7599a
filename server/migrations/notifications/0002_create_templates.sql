CREATE TABLE templates (
  name text PRIMARY KEY,
  description text NOT NULL,
  category text NOT NULL,
  -- Names of values, each with a sample.
  variables jsonb NOT NULL,
  active_version integer NOT NULL,
  last_version integer NOT NULL,
  is_built_in boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

-- Never changed: an edit is a new version.
CREATE TABLE template_versions (
  name text NOT NULL REFERENCES templates (name) ON DELETE CASCADE,
  version integer NOT NULL,
  -- Subject, HTML and text, by language.
  contents jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  -- Null for what came with Gatehouse.
  created_by uuid,
  PRIMARY KEY (name, version)
);
