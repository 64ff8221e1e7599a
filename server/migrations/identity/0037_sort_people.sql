-- The list of people by name: the same expression as in people-order.repository.ts.
CREATE INDEX idx_users_name ON users (lower(last_name || ' ' || first_name) COLLATE "C", id);
