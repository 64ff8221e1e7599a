-- Such an endpoint also gets what belongs to no organization: blocks of addresses, and alerts.
ALTER TABLE endpoints ADD COLUMN installation boolean NOT NULL DEFAULT false;
CREATE INDEX idx_endpoints_installation ON endpoints (id) WHERE installation;
