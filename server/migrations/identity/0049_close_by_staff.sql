-- Closed by the staff of the installation: no organization, and no proof of the address, opens it again.
ALTER TABLE users ADD COLUMN closed_by_staff boolean NOT NULL DEFAULT false;
