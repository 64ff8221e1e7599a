-- Where the chain begins: entries up to here were removed after their time, and the next continues
-- this hash. Signed, so that whoever can write the database alone cannot move it.
CREATE TABLE checkpoint (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  sequence bigint NOT NULL,
  hash char(64) NOT NULL,
  -- Whose erasure entries after it tell by their gaps, and an entry before it told of.
  erased text[] NOT NULL,
  signature text NOT NULL
);
CREATE TRIGGER checkpoint_stays BEFORE DELETE OR TRUNCATE ON checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

DROP TRIGGER entries_append_only ON entries;
CREATE TRIGGER entries_append_only BEFORE TRUNCATE ON entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION allow_removal_before_checkpoint() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.sequence <= (SELECT sequence FROM audit.checkpoint) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit.entries is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER entries_stay BEFORE DELETE ON entries
  FOR EACH ROW EXECUTE FUNCTION allow_removal_before_checkpoint();

CREATE INDEX idx_entries_address ON entries (ip_address, sequence) WHERE ip_address IS NOT NULL;
CREATE INDEX idx_entries_request ON entries (request_id, sequence) WHERE request_id IS NOT NULL;
