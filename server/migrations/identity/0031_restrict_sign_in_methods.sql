-- A first step names the provider that vouched, such as `fed:acme`: an organization may allow some.
ALTER TABLE sign_in_challenges ALTER COLUMN first_method TYPE varchar(60);
