-- Times that it could not be made a message of; it is put off longer each time, and given up at last.
ALTER TABLE deliveries ADD COLUMN tries integer NOT NULL DEFAULT 0;
