-- What an entry says of people is outside of its hash, which covers a salted digest of it: it can be
-- erased (GDPR article 17), and the chain still holds. Entries of form 1 are from before.
ALTER TABLE entries
  ADD COLUMN form smallint NOT NULL DEFAULT 1,
  -- A digest without its salt tells nothing, not even to who guesses what it was made of.
  ADD COLUMN details_salt text,
  ADD COLUMN details_digest char(64),
  ADD COLUMN address_salt text,
  ADD COLUMN address_digest char(64),
  -- Whose erasure took the details or the address away; an entry `user.erased` must tell of it.
  ADD COLUMN erased_for uuid;

DROP TRIGGER entries_append_only ON entries;
CREATE TRIGGER entries_append_only BEFORE DELETE OR TRUNCATE ON entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION allow_erasure_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  erasable CONSTANT text[] := ARRAY['details', 'details_salt', 'ip_address', 'address_salt', 'erased_for'];
BEGIN
  IF NEW.form = 2 AND NEW.erased_for IS NOT NULL
    AND to_jsonb(NEW) - erasable = to_jsonb(OLD) - erasable
    AND ((NEW.details = '{}' AND NEW.details_salt IS NULL)
      OR (NEW.details = OLD.details AND NEW.details_salt IS NOT DISTINCT FROM OLD.details_salt))
    AND ((NEW.ip_address IS NULL AND NEW.address_salt IS NULL)
      OR (NEW.ip_address IS NOT DISTINCT FROM OLD.ip_address
        AND NEW.address_salt IS NOT DISTINCT FROM OLD.address_salt))
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit.entries is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER entries_erasure_only BEFORE UPDATE ON entries
  FOR EACH ROW EXECUTE FUNCTION allow_erasure_only();
