-- Part of a name, a username or an address is looked for with ILIKE, which trigrams make quick. The
-- extension is a trusted one: whoever owns the database may add it. It belongs to no module.
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA platform;
CREATE INDEX idx_users_search ON users USING gin (
  (email || ' ' || coalesce(username, '') || ' ' || first_name || ' ' || last_name)
  platform.gin_trgm_ops);
