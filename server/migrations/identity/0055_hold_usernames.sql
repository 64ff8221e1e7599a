-- Usernames that somebody gave up, by their hash: for 30 days nobody else takes one, and with it who
-- others think that is. The row outlives the erasure of the person, of whom it says nothing.
CREATE TABLE released_usernames (
  name_hash bytea PRIMARY KEY,
  owner_id uuid NOT NULL,
  released_at timestamptz NOT NULL
);
CREATE INDEX idx_released_usernames_released ON released_usernames (released_at);

CREATE FUNCTION username_hash(name text) RETURNS bytea LANGUAGE sql IMMUTABLE
  RETURN sha256(convert_to(name, 'UTF8'));

-- Whether a username waits for somebody else than this account to come back to it.
CREATE FUNCTION is_username_held(name text, account_id uuid) RETURNS boolean LANGUAGE sql STABLE
  RETURN EXISTS (SELECT FROM identity.released_usernames held
                  WHERE held.name_hash = identity.username_hash(name)
                    AND held.owner_id IS DISTINCT FROM account_id
                    AND held.released_at > now() - interval '30 days');

-- Whoever takes a name waits for whoever gives it up, and then sees it.
CREATE FUNCTION hold_usernames() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  taken text := CASE WHEN NEW.deleted_at IS NULL THEN NEW.username_key END;
  given text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    given := CASE WHEN OLD.deleted_at IS NULL THEN OLD.username_key END;
  END IF;
  IF taken IS NOT DISTINCT FROM given THEN
    RETURN NEW;
  END IF;
  -- In one order, so that two who exchange names wait for each other in no circle.
  PERFORM pg_advisory_xact_lock(hashtextextended('identity:username:' || name, 0))
    FROM (SELECT name FROM unnest(ARRAY[taken, given]) AS name
           WHERE name IS NOT NULL ORDER BY name) AS names;
  IF taken IS NOT NULL AND identity.is_username_held(taken, NEW.id) THEN
    RAISE unique_violation USING MESSAGE = 'the username was given up by somebody else';
  END IF;
  IF given IS NOT NULL THEN
    INSERT INTO identity.released_usernames VALUES (identity.username_hash(given), NEW.id, now())
      ON CONFLICT (name_hash) DO UPDATE
      SET owner_id = EXCLUDED.owner_id, released_at = EXCLUDED.released_at;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hold_new_usernames BEFORE INSERT ON users
  FOR EACH ROW WHEN (NEW.username_key IS NOT NULL) EXECUTE FUNCTION hold_usernames();
CREATE TRIGGER hold_usernames BEFORE UPDATE OF username_key, deleted_at ON users
  FOR EACH ROW EXECUTE FUNCTION hold_usernames();
