-- A number that takes the place of the confirmed one once it is confirmed itself.
ALTER TABLE phones ADD COLUMN next_number varchar(16);
