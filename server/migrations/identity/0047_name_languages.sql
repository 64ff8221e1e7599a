-- The language that somebody, or an organization, wishes mails in, such as `de` or `de-AT`.
ALTER TABLE users ADD COLUMN locale text;
ALTER TABLE organizations ADD COLUMN locale text;
