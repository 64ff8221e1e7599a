-- Further addresses of people, each confirmed by mail. The primary one stands in users.
CREATE TABLE email_addresses (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  email varchar(255) NOT NULL,
  email_key varchar(255) NOT NULL,
  confirmed_at timestamptz NOT NULL,
  -- The address is free again; the row is kept for whoever erases what is known of the person.
  removed_at timestamptz
);
CREATE UNIQUE INDEX idx_email_addresses_email ON email_addresses (email_key) WHERE removed_at IS NULL;
CREATE INDEX idx_email_addresses_user ON email_addresses (user_id, id);

-- Every address by which an account is found.
CREATE VIEW account_addresses AS
  SELECT id AS user_id, email, email_key FROM users WHERE deleted_at IS NULL
  UNION ALL
  SELECT user_id, email, email_key FROM email_addresses WHERE removed_at IS NULL;

-- An address has one account, in whichever of the two tables it stands. Whoever takes one waits for
-- whoever takes the same, and then sees it.
CREATE FUNCTION keep_addresses_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  taken boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('identity:address:' || NEW.email_key, 0));
  IF TG_TABLE_NAME = 'users' THEN
    taken := EXISTS (SELECT FROM identity.email_addresses a
                      WHERE a.email_key = NEW.email_key AND a.removed_at IS NULL);
  ELSE
    taken := EXISTS (SELECT FROM identity.users u
                      WHERE u.email_key = NEW.email_key AND u.deleted_at IS NULL);
  END IF;
  IF taken THEN
    RAISE unique_violation USING MESSAGE = 'the address belongs to another account';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_addresses_apart BEFORE INSERT ON users
  FOR EACH ROW EXECUTE FUNCTION keep_addresses_apart();
CREATE TRIGGER keep_changed_addresses_apart BEFORE UPDATE OF email_key ON users
  FOR EACH ROW WHEN (OLD.email_key <> NEW.email_key) EXECUTE FUNCTION keep_addresses_apart();
CREATE TRIGGER keep_addresses_apart BEFORE INSERT ON email_addresses
  FOR EACH ROW EXECUTE FUNCTION keep_addresses_apart();

-- A deleted account frees all its addresses.
CREATE FUNCTION free_addresses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE identity.email_addresses SET removed_at = NEW.deleted_at
   WHERE user_id = NEW.id AND removed_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER free_addresses AFTER UPDATE OF deleted_at ON users
  FOR EACH ROW WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL)
  EXECUTE FUNCTION free_addresses();

-- What a change asks for: another address in the place of the primary one, or one more.
ALTER TABLE email_changes ADD COLUMN kind varchar(10) NOT NULL DEFAULT 'replace'
  CHECK (kind IN ('replace', 'add'));
