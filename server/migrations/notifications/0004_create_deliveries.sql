-- A row: this listener has had this event. A listener's effects and the row commit together.
CREATE TABLE inbox (
  event_id uuid NOT NULL,
  listener text NOT NULL,
  -- `failed` is tried again, `waiting` stands behind a failed one of its subject, `parked` gave up.
  state text NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'failed', 'waiting', 'parked')),
  updated_at timestamptz NOT NULL DEFAULT now(),
  -- Only while the state is not `done`.
  position bigint,
  subject text,
  event jsonb,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,
  error text,
  PRIMARY KEY (event_id, listener)
);
CREATE INDEX idx_inbox_open ON inbox (listener, subject) WHERE state <> 'done';

-- Something to tell some people. It is written with what it tells of; who they are, what they want
-- and how they are reached is found out afterwards, outside of that transaction.
CREATE TABLE notices (
  id uuid PRIMARY KEY,
  organization_id uuid,
  category text NOT NULL,
  -- Either people, or whoever of the installation's staff may do something.
  user_ids uuid[] NOT NULL,
  staff_permission text,
  -- {"template": …, "variables": {…}} or {"subject": …, "text": …}
  content jsonb NOT NULL,
  link text,
  -- Only by these channels; null for all that people want.
  channels text[],
  created_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  told_at timestamptz,
  failed_at timestamptz,
  error text
);
CREATE INDEX idx_notices_due ON notices (next_attempt_at) WHERE told_at IS NULL AND failed_at IS NULL;
CREATE INDEX idx_notices_created ON notices (created_at);

-- A notice on its way to one person by one channel.
CREATE TABLE deliveries (
  id uuid PRIMARY KEY,
  notice_id uuid,
  user_id uuid NOT NULL,
  organization_id uuid,
  category text NOT NULL,
  channel text NOT NULL,
  template text,
  template_version integer,
  -- Null in the inbox.
  address text,
  address_key text,
  subject text NOT NULL,
  html text NOT NULL,
  text text NOT NULL,
  link text,
  state text NOT NULL
    CHECK (state IN ('queued', 'sent', 'delivered', 'bounced', 'failed', 'suppressed')),
  -- Waits until its person has confirmed the address.
  awaits_address boolean NOT NULL,
  due_at timestamptz NOT NULL,
  -- The message that carries it, perhaps with others.
  message_id uuid,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (notice_id, user_id, channel)
);
CREATE INDEX idx_deliveries_due ON deliveries (due_at)
  WHERE state = 'queued' AND message_id IS NULL AND NOT awaits_address;
CREATE INDEX idx_deliveries_address ON deliveries (channel, address_key)
  WHERE state = 'queued' AND message_id IS NULL;
CREATE INDEX idx_deliveries_message ON deliveries (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX idx_deliveries_user ON deliveries (user_id);
CREATE INDEX idx_deliveries_organization ON deliveries (organization_id, id);
CREATE INDEX idx_deliveries_created ON deliveries (created_at);

-- What happened to a delivery, in the provider's words where there are any.
CREATE TABLE delivery_steps (
  id uuid PRIMARY KEY,
  delivery_id uuid NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
  state text NOT NULL,
  detail text NOT NULL,
  happened_at timestamptz NOT NULL
);
CREATE INDEX idx_delivery_steps_delivery ON delivery_steps (delivery_id, id);

-- Addresses that something was sent to: when the next message may go there, and whether any may.
CREATE TABLE addresses (
  channel text NOT NULL,
  address_key text NOT NULL,
  next_message_at timestamptz NOT NULL,
  suppressed_at timestamptz,
  -- In the provider's words.
  suppressed_for text,
  PRIMARY KEY (channel, address_key)
);
CREATE INDEX idx_addresses_next ON addresses (next_message_at) WHERE suppressed_at IS NULL;

-- SMS on their way; mails have their own outbox.
CREATE TABLE texts (
  id uuid PRIMARY KEY,
  number text NOT NULL,
  text text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  leased_until timestamptz,
  -- The provider's name for it, by which it is asked what became of it.
  reference text,
  sent_at timestamptz,
  settled_at timestamptz,
  created_at timestamptz NOT NULL
);
CREATE INDEX idx_texts_open ON texts (next_attempt_at) WHERE settled_at IS NULL;
CREATE INDEX idx_texts_created ON texts (created_at);
