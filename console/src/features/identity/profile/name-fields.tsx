import type { ComponentProps } from 'react';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';

interface NamePart {
  error: string | undefined;
  input: ComponentProps<'input'>;
}

/** First and last name, side by side where there is room. `own`: let the browser fill in the user's. */
export const NameFields = ({
  first,
  last,
  own = true,
}: {
  first: NamePart;
  last: NamePart;
  own?: boolean;
}) => (
  <div className="grid gap-4 sm:grid-cols-2">
    <Field label="First name" error={first.error}>
      {(control) => (
        <Input autoComplete={own ? 'given-name' : 'off'} {...control} {...first.input} />
      )}
    </Field>
    <Field label="Last name" error={last.error}>
      {(control) => (
        <Input autoComplete={own ? 'family-name' : 'off'} {...control} {...last.input} />
      )}
    </Field>
  </div>
);
