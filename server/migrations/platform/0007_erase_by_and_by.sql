-- People and organizations that a module is taking out of its tables, and how far that is.
CREATE TABLE erasures (
  module text NOT NULL,
  subject_type text NOT NULL CHECK (subject_type IN ('person', 'organization')),
  subject_id uuid NOT NULL,
  -- A person's names, sealed.
  words bytea,
  step smallint NOT NULL DEFAULT 0,
  -- Key of the last row that the step has looked at.
  position text,
  -- What happened later is of somebody else, who may have got an address since.
  erased_at timestamptz NOT NULL,
  PRIMARY KEY (module, subject_type, subject_id)
);
