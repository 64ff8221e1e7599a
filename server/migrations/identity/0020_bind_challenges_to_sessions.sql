-- A challenge is answered to finish a sign-in, or in a session to prove again who one is.
ALTER TABLE sign_in_challenges ADD COLUMN session_id uuid;
