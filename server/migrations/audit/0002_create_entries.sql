CREATE TABLE entries (
  sequence bigint PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  action text NOT NULL,
  actor_id uuid,
  organization_id uuid,
  resource_type text,
  resource_id text,
  details jsonb NOT NULL,
  ip_address text,
  request_id text,
  -- Milliseconds, as the hash covers it.
  occurred_at timestamptz(3) NOT NULL,
  -- SHA-256 over this row and the one before it, as 64 hex digits.
  previous_hash char(64) NOT NULL,
  hash char(64) NOT NULL
);
CREATE INDEX idx_entries_organization ON entries (organization_id, sequence);
CREATE INDEX idx_entries_organization_action ON entries (organization_id, action, sequence);
CREATE INDEX idx_entries_actor ON entries (actor_id, sequence);
CREATE INDEX idx_entries_resource ON entries (resource_id, sequence);
CREATE INDEX idx_entries_occurred_at ON entries USING brin (occurred_at);

-- The last entry: whoever appends locks this row, and rows cut off the end are missed.
CREATE TABLE head (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  sequence bigint NOT NULL DEFAULT 0,
  hash char(64) NOT NULL DEFAULT repeat('0', 64),
  -- `key id:HMAC-SHA-256` over sequence and hash; null while the chain is empty.
  signature text
);
INSERT INTO head DEFAULT VALUES;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit.% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER head_stays BEFORE DELETE OR TRUNCATE ON head
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
