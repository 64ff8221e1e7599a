import type { ComponentProps } from 'react';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';

interface UsernameFieldProps {
  label: string;
  hint: string;
  error: string | undefined;
  input: ComponentProps<'input'>;
}

export const UsernameField = ({ label, hint, error, input }: UsernameFieldProps) => (
  <Field label={label} hint={hint} error={error}>
    {(control) => (
      <Input
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        {...control}
        {...input}
      />
    )}
  </Field>
);
