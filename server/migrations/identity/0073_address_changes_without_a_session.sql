-- Whoever runs the installation asks for somebody who cannot sign in.
ALTER TABLE email_changes ALTER COLUMN session_id DROP NOT NULL;
