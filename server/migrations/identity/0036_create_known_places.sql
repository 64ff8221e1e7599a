-- Countries that a person has signed in from before, by their code of ISO 3166-1.
CREATE TABLE known_places (
  user_id uuid NOT NULL REFERENCES users (id),
  country varchar(2) NOT NULL,
  first_seen_at timestamptz NOT NULL,
  -- To within a day.
  last_seen_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, country)
);
CREATE INDEX idx_known_places_last_seen ON known_places (last_seen_at);
