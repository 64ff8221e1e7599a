import type { ComponentProps } from 'react';
import { Field } from '../../../../ui/field';
import { Input } from '../../../../ui/input';

interface LimitFieldProps {
  error: string | undefined;
  register: () => ComponentProps<'input'>;
}

/** How often a key may be used. */
export const LimitField = ({ error, register }: LimitFieldProps) => (
  <Field
    label="Calls a minute"
    hint="At most; leave empty for as many as anybody may make."
    error={error}
  >
    {(control) => <Input inputMode="numeric" autoComplete="off" {...control} {...register()} />}
  </Field>
);
