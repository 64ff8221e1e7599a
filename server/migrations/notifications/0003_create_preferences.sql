CREATE TABLE preferences (
  user_id uuid PRIMARY KEY,
  -- {"email": true, …}: switches a channel off for everything that is not locked.
  channels jsonb NOT NULL,
  -- {"messages": {"email": true, …}, …}
  categories jsonb NOT NULL,
  -- {"from": "22:00", "until": "07:00"}, by the clock of the time zone.
  quiet_hours jsonb,
  time_zone text NOT NULL,
  locale text NOT NULL,
  updated_at timestamptz NOT NULL
);
