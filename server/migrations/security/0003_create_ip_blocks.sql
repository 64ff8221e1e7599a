-- Of any moment no two blocks overlap. A block that ended stays for a while: the next one of the same
-- address lasts longer.
CREATE TABLE ip_blocks (
  id uuid PRIMARY KEY,
  network cidr NOT NULL,
  reason text NOT NULL,
  automatic boolean NOT NULL,
  -- Failures that led to it.
  attempts integer NOT NULL,
  -- How often its length was doubled.
  level integer NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  -- Null: for good.
  ends_at timestamptz,
  lifted_at timestamptz,
  lifted_by uuid,
  CONSTRAINT ip_blocks_overlap EXCLUDE USING gist (
    network inet_ops WITH &&, tstzrange(created_at, ends_at) WITH &&)
);
CREATE INDEX idx_ip_blocks_ends_at ON ip_blocks (ends_at);

-- What is never blocked, whatever comes from there.
CREATE TABLE allowed_networks (
  id uuid PRIMARY KEY,
  network cidr NOT NULL UNIQUE,
  reason text NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL
);

-- Every instance holds both in memory: see Changes in platform/database.
CREATE FUNCTION tell_of_networks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gatehouse_changes', 'ip_block all');
  RETURN NULL;
END $$;
CREATE TRIGGER tell_of_blocks AFTER INSERT OR UPDATE OR DELETE ON ip_blocks
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_networks();
CREATE TRIGGER tell_of_allowed AFTER INSERT OR UPDATE OR DELETE ON allowed_networks
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_networks();
