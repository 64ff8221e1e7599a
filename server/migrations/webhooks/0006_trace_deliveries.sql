-- The request that led to the event, and its trace (W3C Trace Context), which the receiver is told.
ALTER TABLE deliveries
  ADD COLUMN correlation_id text,
  ADD COLUMN traceparent text;
