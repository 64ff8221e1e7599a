-- What a person says of themselves. The number is a contact, confirmed by nobody: codes by SMS have their own.
ALTER TABLE users
  ADD COLUMN job_title varchar(100),
  ADD COLUMN phone varchar(20),
  -- Address of the picture, which nobody guesses; each picture has its own.
  ADD COLUMN picture_id varchar(43);

CREATE TABLE pictures (
  user_id uuid PRIMARY KEY REFERENCES users (id),
  id varchar(43) NOT NULL UNIQUE,
  media_type varchar(20) NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp')),
  content bytea NOT NULL,
  created_at timestamptz NOT NULL
);
