-- Hashes of other systems, of which few are left once everybody has signed in.
CREATE INDEX idx_users_imported_hash
  ON users (substring(password_hash FROM '^[^$]*\$[^$]+\$[^$]+'))
  WHERE password_hash NOT LIKE '$argon2id$%';
