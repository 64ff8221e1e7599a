-- What a muted alert was before, and is again when the mute ends; null where it is not muted.
ALTER TABLE alerts ADD COLUMN state_before text;
UPDATE alerts SET state_before = 'open' WHERE state = 'muted';
