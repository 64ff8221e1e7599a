-- Every delay of a person, whom the key begins with: to be seen, and lifted together.
CREATE INDEX idx_lockouts_person ON lockouts (left(account_key, 36));
