-- The request that a mail goes back to, and its trace (W3C Trace Context), for the log.
ALTER TABLE mails
  ADD COLUMN correlation_id text,
  ADD COLUMN traceparent text;
