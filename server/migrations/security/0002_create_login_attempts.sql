-- One partition a day (UTC): what is past its time is dropped with its partition, and a query of the
-- last minutes reads one. The indexes answer "what did this address, this name, this person do".
CREATE TABLE login_attempts (
  -- The event's.
  id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('sign_in', 'second_factor', 'refresh_token', 'api_key')),
  succeeded boolean NOT NULL,
  failure text,
  method text,
  identifier text,
  user_id uuid,
  organization_id uuid,
  address text,
  -- What the address counts as, in CIDR notation: /32 of IPv4, /64 of IPv6.
  network text,
  user_agent text,
  session_id uuid,
  new_device boolean NOT NULL DEFAULT false,
  tries integer NOT NULL DEFAULT 1,
  PRIMARY KEY (occurred_at, id)
) PARTITION BY RANGE (occurred_at);
CREATE INDEX idx_login_attempts_network ON login_attempts (network, occurred_at DESC);
CREATE INDEX idx_login_attempts_identifier ON login_attempts (identifier, occurred_at DESC);
CREATE INDEX idx_login_attempts_user ON login_attempts (user_id, occurred_at DESC)
  WHERE user_id IS NOT NULL;

CREATE FUNCTION make_login_attempts_partition(day date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'CREATE TABLE IF NOT EXISTS security.%I PARTITION OF security.login_attempts FOR VALUES FROM (%L) TO (%L)',
    'login_attempts_' || to_char(day, 'YYYYMMDD'),
    day::timestamp AT TIME ZONE 'UTC',
    (day + 1)::timestamp AT TIME ZONE 'UTC');
END $$;

-- Drops the partitions of the days before this one; answers how many.
CREATE FUNCTION drop_login_attempts_before(first date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  dropped integer := 0;
  partition text;
BEGIN
  FOR partition IN
    SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = 'security.login_attempts'::regclass
       AND right(relname, 8) < to_char(first, 'YYYYMMDD')
  LOOP
    EXECUTE format('DROP TABLE security.%I', partition);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

-- Sums, so that no page counts rows: of every minute, and of every hour's failures by whom.
CREATE TABLE attempt_minutes (
  minute timestamptz PRIMARY KEY,
  succeeded integer NOT NULL,
  failed integer NOT NULL
);
CREATE TABLE attempt_hours (
  subject_type text NOT NULL CHECK (subject_type IN ('address', 'account')),
  hour timestamptz NOT NULL,
  subject text NOT NULL,
  failures integer NOT NULL,
  PRIMARY KEY (subject_type, hour, subject)
);
