-- What people call a template; programs go by the name.
ALTER TABLE templates
  ADD COLUMN title text,
  -- Numbers of versions go on where somebody makes a template of the name again: what is cached of a
  -- version never changes.
  ADD COLUMN deleted_at timestamptz;
UPDATE templates SET title = upper(left(name, 1)) || substr(replace(name, '-', ' '), 2);
ALTER TABLE templates ALTER COLUMN title SET NOT NULL;

-- A version has all that is said; the template has that of the version in use.
ALTER TABLE template_versions
  ADD COLUMN title text,
  ADD COLUMN category text,
  ADD COLUMN variables jsonb;
UPDATE template_versions v SET title = t.title, category = t.category, variables = t.variables
  FROM templates t WHERE t.name = v.name;
ALTER TABLE template_versions
  ALTER COLUMN title SET NOT NULL,
  ALTER COLUMN category SET NOT NULL,
  ALTER COLUMN variables SET NOT NULL;
