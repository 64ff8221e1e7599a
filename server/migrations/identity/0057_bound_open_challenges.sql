-- Of the challenges of a person the latest alone are good; a new password ends them all.
CREATE INDEX idx_sign_in_challenges_open ON sign_in_challenges (user_id, created_at) WHERE consumed_at IS NULL;
