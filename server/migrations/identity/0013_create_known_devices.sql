-- What a session was begun with, as its owner's next sign-in from there is known again: a hash of
-- the browser's device cookie or, of other clients, of their name and network.
ALTER TABLE sessions ADD COLUMN device_key bytea;

-- What a person has signed in with before.
CREATE TABLE known_devices (
  user_id uuid NOT NULL REFERENCES users (id),
  device_key bytea NOT NULL,
  first_seen_at timestamptz NOT NULL,
  -- To within a day.
  last_seen_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, device_key)
);
CREATE INDEX idx_known_devices_last_seen ON known_devices (last_seen_at);

-- Address that a link was sent to, where it counts: whoever reads a mail about an account may
-- report it in the name of that address, also when the account has another one by then.
ALTER TABLE one_time_tokens ADD COLUMN email varchar(255);
