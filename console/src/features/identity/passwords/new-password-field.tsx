import type { ComponentProps } from 'react';
import { Field } from '../../../ui/field';
import { PasswordInput } from '../../../ui/password-input';
import { passwordAdvice, StrengthMeter } from './strength-meter';

interface NewPasswordFieldProps {
  label: string;
  /** What is typed so far. */
  password: string;
  ownWords?: readonly string[];
  error: string | undefined;
  input: ComponentProps<'input'>;
}

export const NewPasswordField = ({
  label,
  password,
  ownWords = [],
  error,
  input,
}: NewPasswordFieldProps) => (
  <Field
    label={label}
    error={error}
    hint={<StrengthMeter password={password} ownWords={ownWords} advice={passwordAdvice} />}
  >
    {(control) => <PasswordInput autoComplete="new-password" {...control} {...input} />}
  </Field>
);
