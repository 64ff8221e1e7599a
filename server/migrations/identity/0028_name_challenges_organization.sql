-- Where the session that the challenge leads to will act: who manages people there reads of it.
ALTER TABLE sign_in_challenges ADD COLUMN organization_id uuid;
