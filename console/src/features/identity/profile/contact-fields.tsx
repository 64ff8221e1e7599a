import type { ComponentProps } from 'react';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';

interface ContactPart {
  error: string | undefined;
  input: ComponentProps<'input'>;
}

/** An empty field takes the value away. */
export const emptyIsNull = {
  setValueAs: (value: string | null) => (value === '' ? null : value),
};

/** Job title and number, side by side where there is room. `own`: let the browser fill in the user's. */
export const ContactFields = ({
  jobTitle,
  phone,
  own = true,
}: {
  jobTitle: ContactPart;
  phone: ContactPart;
  own?: boolean;
}) => (
  <div className="grid gap-4 sm:grid-cols-2">
    <Field label="Job title" error={jobTitle.error}>
      {(control) => (
        <Input autoComplete={own ? 'organization-title' : 'off'} {...control} {...jobTitle.input} />
      )}
    </Field>
    <Field label="Phone" error={phone.error}>
      {(control) => (
        <Input type="tel" autoComplete={own ? 'tel' : 'off'} {...control} {...phone.input} />
      )}
    </Field>
  </div>
);
