import type { FieldErrors, UseFormRegister } from 'react-hook-form';
import type { policyRoutes } from '@gatehouse/contracts/identity/policies';
import type { RouteBodySent } from '@gatehouse/contracts/route';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { Select } from '../../../ui/select';

export type PoliciesSent = RouteBodySent<(typeof policyRoutes)['replace']>;

export const toNumber = (value: string | number | null): number | null =>
  typeof value === 'string' ? (value === '' ? null : Number(value)) : value;
const toWords = (value: string | string[]): string[] =>
  typeof value === 'string'
    ? value
        .split(/[,;\n]+/)
        .map((word) => word.trim())
        .filter((word) => word !== '')
    : value;

interface PasswordPolicyProps {
  register: UseFormRegister<PoliciesSent>;
  errors: FieldErrors<PoliciesSent>;
}

/** What the organization asks of new passwords, beside what is installed. */
export const PasswordPolicy = ({ register, errors }: PasswordPolicyProps) => {
  const wordError = errors.passwordWords;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Least password length"
          hint="Empty for what is installed."
          error={errors.passwordMinLength?.message}
        >
          {(control) => (
            <Input
              type="number"
              {...control}
              {...register('passwordMinLength', { setValueAs: toNumber })}
            />
          )}
        </Field>
        <Field
          label="With a second factor"
          hint="Empty for what is installed."
          error={errors.passwordMinLengthSecondFactor?.message}
        >
          {(control) => (
            <Input
              type="number"
              {...control}
              {...register('passwordMinLengthSecondFactor', { setValueAs: toNumber })}
            />
          )}
        </Field>
      </div>
      <Field label="Least password strength" error={errors.passwordMinScore?.message}>
        {(control) => (
          <Select {...control} {...register('passwordMinScore', { setValueAs: toNumber })}>
            <option value="">As installed</option>
            <option value="1">1: withstands guessing on this site</option>
            <option value="2">2: somewhat hard to guess</option>
            <option value="3">3: hard to guess</option>
            <option value="4">4: out of reach</option>
          </Select>
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Passwords that may not come back"
          hint="How many of the last ones; 0 for none."
          error={errors.passwordHistory?.message}
        >
          {(control) => (
            <Input
              type="number"
              {...control}
              {...register('passwordHistory', { valueAsNumber: true })}
            />
          )}
        </Field>
        <Field
          label="Days until a password is too old"
          hint="0 for never: people who must change them choose weaker ones."
          error={errors.passwordMaxAgeDays?.message}
        >
          {(control) => (
            <Input
              type="number"
              {...control}
              {...register('passwordMaxAgeDays', { valueAsNumber: true })}
            />
          )}
        </Field>
      </div>
      <Field
        label="Words that no password may be made of"
        hint="Separated by commas: products, places, whatever outsiders would try."
        error={Array.isArray(wordError) ? wordError.find(Boolean)?.message : wordError?.message}
      >
        {(control) => (
          <Input
            spellCheck={false}
            {...control}
            {...register('passwordWords', { setValueAs: toWords })}
          />
        )}
      </Field>
    </>
  );
};
