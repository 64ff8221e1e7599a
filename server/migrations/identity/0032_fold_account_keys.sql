-- Names are compared case-folded now: a final sigma is a sigma, and a sharp s two. Accounts whose key
-- has one get the key that they are looked for by; where two accounts turn out to be one person's,
-- the older keeps the name, and the other can still be signed in to by its second name or a passkey.
-- Rarer letters (Greek with a iota below) are left: an account of such a name signs in by another way.
UPDATE users SET email_key = folded.key
  FROM (SELECT DISTINCT ON (key) id, key
          FROM (SELECT id, replace(replace(email_key, 'ς', 'σ'), 'ß', 'ss') AS key FROM users
                 WHERE deleted_at IS NULL AND email_key ~ '[ςß]') AS affected
         WHERE NOT EXISTS (SELECT FROM users other
                            WHERE other.email_key = affected.key AND other.deleted_at IS NULL)
         ORDER BY key, id) AS folded
 WHERE users.id = folded.id;
UPDATE users SET username_key = folded.key
  FROM (SELECT DISTINCT ON (key) id, key
          FROM (SELECT id, replace(replace(username_key, 'ς', 'σ'), 'ß', 'ss') AS key FROM users
                 WHERE deleted_at IS NULL AND username_key ~ '[ςß]') AS affected
         WHERE NOT EXISTS (SELECT FROM users other
                            WHERE other.username_key = affected.key AND other.deleted_at IS NULL)
         ORDER BY key, id) AS folded
 WHERE users.id = folded.id;
