-- Ed25519, for receivers that must not be able to sign themselves. An endpoint of before gets its
-- pair when its secret is rotated.
ALTER TABLE endpoints
  ADD COLUMN signing_key bytea,
  ADD COLUMN public_key text,
  ADD CHECK ((signing_key IS NULL) = (public_key IS NULL));
