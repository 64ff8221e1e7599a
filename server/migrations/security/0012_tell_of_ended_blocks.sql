-- Whether it was told that the block is over; what is over by now is no news.
ALTER TABLE ip_blocks ADD COLUMN end_told boolean NOT NULL DEFAULT false;
UPDATE ip_blocks SET end_told = true WHERE ends_at <= now();
CREATE INDEX idx_ip_blocks_untold ON ip_blocks (ends_at) WHERE NOT end_told;
