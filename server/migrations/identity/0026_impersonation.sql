-- A session in which somebody acts for the person: who it is, and the session they began it from.
ALTER TABLE sessions ADD COLUMN impersonator_id uuid REFERENCES users (id);
ALTER TABLE sessions ADD COLUMN parent_session_id uuid;
CREATE INDEX idx_sessions_parent ON sessions (parent_session_id) WHERE parent_session_id IS NOT NULL;

-- Whatever ends that session, or changes what its owner may do, ends the acting too: the version of
-- a session counts up with all of these.
CREATE FUNCTION end_impersonations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE identity.sessions
  SET ended_at = now(), end_reason = 'impersonation_ended', version = version + 1
  WHERE parent_session_id = OLD.id AND ended_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER end_impersonations AFTER UPDATE OF version ON sessions
  FOR EACH ROW WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION end_impersonations();
