-- Lines that were refused as they came have an address that was not compared: an erasure finds them by it.
CREATE INDEX idx_import_lines_refused ON import_lines (lower(email)) WHERE email_key IS NULL;
