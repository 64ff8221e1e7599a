-- Form 3: what an event's envelope tells beside. The client's name goes with the address, under one
-- digest, as both tell where somebody was.
ALTER TABLE entries
  -- Who acted in the name of the actor; of forms 1 and 2 it stands in the details.
  ADD COLUMN impersonator_id uuid,
  ADD COLUMN user_agent text,
  -- W3C Trace Context.
  ADD COLUMN trace_id text,
  -- Of the event: the module that told, and the version of its data.
  ADD COLUMN source text,
  ADD COLUMN version text;
CREATE INDEX idx_entries_impersonator ON entries (impersonator_id, sequence)
  WHERE impersonator_id IS NOT NULL;

CREATE OR REPLACE FUNCTION allow_erasure_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  erasable CONSTANT text[] := ARRAY[
    'details', 'details_salt', 'ip_address', 'user_agent', 'address_salt', 'erased_for'];
BEGIN
  IF NEW.form IN (2, 3) AND NEW.erased_for IS NOT NULL
    AND to_jsonb(NEW) - erasable = to_jsonb(OLD) - erasable
    AND ((NEW.details = '{}' AND NEW.details_salt IS NULL)
      OR (NEW.details = OLD.details AND NEW.details_salt IS NOT DISTINCT FROM OLD.details_salt))
    AND ((NEW.ip_address IS NULL AND NEW.user_agent IS NULL AND NEW.address_salt IS NULL)
      OR (NEW.ip_address IS NOT DISTINCT FROM OLD.ip_address
        AND NEW.user_agent IS NOT DISTINCT FROM OLD.user_agent
        AND NEW.address_salt IS NOT DISTINCT FROM OLD.address_salt))
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit.entries is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
