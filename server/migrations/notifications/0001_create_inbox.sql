-- What people see in their inbox in the console.
CREATE TABLE notifications (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  organization_id uuid,
  category text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  -- A page of the console.
  link text,
  created_at timestamptz NOT NULL,
  -- When it came to the top of the list: at first, and when it was snoozed again then.
  shown_at timestamptz NOT NULL,
  seen_at timestamptz,
  read_at timestamptz,
  archived_at timestamptz,
  snoozed_until timestamptz
);
CREATE INDEX idx_notifications_user ON notifications (user_id, shown_at DESC, id DESC);
CREATE INDEX idx_notifications_new ON notifications (user_id)
  WHERE archived_at IS NULL AND (seen_at IS NULL OR read_at IS NULL);
CREATE INDEX idx_notifications_snoozed ON notifications (snoozed_until)
  WHERE snoozed_until IS NOT NULL;
-- For the purge.
CREATE INDEX idx_notifications_created ON notifications (created_at);

-- Tells of new and changed notifications: see Changes in platform/database.
CREATE FUNCTION tell_of_notification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gatehouse_changes', 'notification ' || NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER tell_of_notification AFTER INSERT OR UPDATE ON notifications
  FOR EACH ROW EXECUTE FUNCTION tell_of_notification();
