CREATE TABLE outbox (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL,
  type text NOT NULL,
  -- What the event is about, such as `user/<id>`: events of one subject stay in order.
  subject text,
  event jsonb NOT NULL,
  published_at timestamptz,
  -- When every listener was known to have the event in its inbox.
  settled_at timestamptz
);
CREATE INDEX idx_outbox_pending ON outbox (position) WHERE published_at IS NULL;
CREATE INDEX idx_outbox_unsettled ON outbox (position)
  WHERE published_at IS NOT NULL AND settled_at IS NULL;

-- One row: whoever locks it relays. `links` names the last event sent to each listener.
CREATE TABLE outbox_relay (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  links jsonb NOT NULL DEFAULT '{}'
);
INSERT INTO outbox_relay DEFAULT VALUES;

-- Wakes the relay. Transactions that NOTIFY commit one after the other, so of those that are open
-- at the same time only one does, and none while the relay is busy and holds the lock itself; it
-- looks again shortly after each event.
CREATE FUNCTION notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_try_advisory_xact_lock(hashtextextended('gatehouse:outbox:' || TG_TABLE_SCHEMA, 0)) THEN
    PERFORM pg_notify('gatehouse_outbox', TG_TABLE_SCHEMA);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER notify_outbox AFTER INSERT ON outbox
  FOR EACH STATEMENT EXECUTE FUNCTION notify_outbox();
