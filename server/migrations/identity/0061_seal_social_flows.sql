-- Nonce and PKCE verifier are sealed by the field cipher, as other secrets are. Whoever is at a
-- provider at this moment, for ten minutes at most, begins again.
DELETE FROM social_flows;
ALTER TABLE social_flows DROP COLUMN nonce, DROP COLUMN code_verifier, ADD COLUMN secrets bytea NOT NULL;
