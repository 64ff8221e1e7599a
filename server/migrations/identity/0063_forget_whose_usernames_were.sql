-- A username that an erasure gave up is held back as any other, without whose it was; of people who
-- were erased before, neither that nor when they chose a password is kept.
ALTER TABLE released_usernames ALTER COLUMN owner_id DROP NOT NULL;
UPDATE released_usernames SET owner_id = NULL
  FROM users WHERE users.id = owner_id AND users.email = users.id || '@erased.invalid';
UPDATE users SET password_set_at = NULL
 WHERE password_set_at IS NOT NULL AND email = id || '@erased.invalid';
