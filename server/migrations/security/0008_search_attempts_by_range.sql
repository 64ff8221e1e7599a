-- As cidr, one index answers for an address and for whatever range it is in.
ALTER TABLE login_attempts ALTER COLUMN network TYPE cidr USING network::cidr;
