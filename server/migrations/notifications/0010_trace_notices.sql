-- The request that something is told for, and its trace (W3C Trace Context), for the log.
ALTER TABLE notices
  ADD COLUMN correlation_id text,
  ADD COLUMN traceparent text;
ALTER TABLE deliveries
  ADD COLUMN correlation_id text,
  ADD COLUMN traceparent text;
