-- Whoever of the organization may do something, as `staff_permission` is of the installation.
ALTER TABLE notices ADD COLUMN member_permission text;
