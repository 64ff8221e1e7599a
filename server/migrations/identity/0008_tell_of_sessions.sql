-- Tells of sessions whose version has changed, and of live ones that are removed: see Changes in
-- platform/database. What had ended before nobody relies on.
CREATE FUNCTION tell_of_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gatehouse_changes', 'session ' || OLD.id);
  RETURN NULL;
END $$;
CREATE TRIGGER tell_of_session AFTER UPDATE OF version ON sessions
  FOR EACH ROW WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION tell_of_session();
CREATE TRIGGER tell_of_removed_session AFTER DELETE ON sessions
  FOR EACH ROW WHEN (OLD.ended_at IS NULL) EXECUTE FUNCTION tell_of_session();
