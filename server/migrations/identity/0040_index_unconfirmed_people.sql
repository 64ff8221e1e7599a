-- Of these there are few, latest first.
CREATE INDEX idx_users_unconfirmed ON users (id DESC) WHERE email_verified_at IS NULL;
