-- Language that the words are in: the frame around them follows it.
ALTER TABLE deliveries ADD COLUMN locale text NOT NULL DEFAULT 'en';
