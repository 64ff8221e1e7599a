-- Listeners that gave up on events, and since when staff know; gone once none of theirs is parked.
CREATE TABLE parked_reports (
  listener text PRIMARY KEY,
  reported_at timestamptz NOT NULL
);
