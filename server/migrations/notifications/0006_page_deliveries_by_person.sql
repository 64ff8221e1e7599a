-- Read in pages by people's ids: an index in the order of the pages.
DROP INDEX idx_deliveries_user;
CREATE INDEX idx_deliveries_user ON deliveries (user_id, id);
