-- Whatever changes what a person's sessions may do ends the acting for that person too, as the person
-- may be an equal by then, or hold more than whoever acts for them: by another role, by one that
-- grants more, by a group. The version of a session counts up with all of these.
CREATE FUNCTION end_impersonation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.ended_at := now();
  NEW.end_reason := 'impersonation_ended';
  RETURN NEW;
END $$;

CREATE TRIGGER end_impersonation BEFORE UPDATE OF version ON sessions
  FOR EACH ROW WHEN (NEW.impersonator_id IS NOT NULL AND NEW.ended_at IS NULL
    AND OLD.version <> NEW.version)
  EXECUTE FUNCTION end_impersonation();
