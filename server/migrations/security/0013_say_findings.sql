-- The sentence of the summary and what it names, to be said in other languages; of older alerts the
-- English summary alone is known.
ALTER TABLE alerts ADD COLUMN said jsonb;
