-- Further addresses of a person, each after a space, so that one index finds a part of any name or
-- address of theirs.
ALTER TABLE users ADD COLUMN further_emails text NOT NULL DEFAULT '';
UPDATE users u SET further_emails = (SELECT string_agg(' ' || a.email, '' ORDER BY a.id)
    FROM email_addresses a WHERE a.user_id = u.id AND a.removed_at IS NULL)
  WHERE EXISTS (SELECT FROM email_addresses a WHERE a.user_id = u.id AND a.removed_at IS NULL);

DROP INDEX idx_users_search;
CREATE INDEX idx_users_search ON users USING gin (
  (email || ' ' || coalesce(username, '') || ' ' || first_name || ' ' || last_name || further_emails)
  platform.gin_trgm_ops);

-- Of two changes to the addresses of one person the later one waits, and then sees both.
CREATE FUNCTION gather_further_emails() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  person uuid := (coalesce(NEW, OLD)).user_id;
BEGIN
  PERFORM FROM identity.users WHERE id = person FOR NO KEY UPDATE;
  UPDATE identity.users SET further_emails = coalesce((
    SELECT string_agg(' ' || a.email, '' ORDER BY a.id) FROM identity.email_addresses a
     WHERE a.user_id = person AND a.removed_at IS NULL), '')
   WHERE id = person;
  RETURN NULL;
END $$;
CREATE TRIGGER gather_further_emails
  AFTER INSERT OR DELETE OR UPDATE OF email, removed_at ON email_addresses
  FOR EACH ROW EXECUTE FUNCTION gather_further_emails();
