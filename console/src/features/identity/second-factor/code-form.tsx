import { useState } from 'react';
import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import { hasCode, messageOf } from '../../../api/problems';
import { Button } from '../../../ui/button';
import { CodeInput } from '../../../ui/code-input';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { ProblemNote } from '../../../ui/problem-note';
import { clock, useCountdown } from '../../../ui/use-countdown';
import { methodWords } from './methods';

export interface CodeFormProps {
  method: SecondFactorMethod;
  busy: boolean;
  error: unknown;
  prove: (proof: { code: string }) => Promise<unknown>;
  /** How many digits it has; backup codes have more signs than that. */
  digits?: 6 | 8;
  label?: string;
  action?: string;
  /** Left out where something above the form is to be read first. */
  autoFocus?: boolean;
}

/** Asks for a code: its digits are sent as soon as they are there. */
export const CodeForm = ({
  method,
  busy,
  error,
  prove,
  digits = 6,
  label = methodWords[method].label,
  action = 'Confirm',
  autoFocus = true,
}: CodeFormProps) => {
  const [code, setCode] = useState('');
  const wait = useCountdown(error);
  const wrong = hasCode(error, 'invalid_code');
  const submit = (value: string) => {
    if (busy || wait > 0 || value.trim().length < digits) return;
    prove({ code: value.trim() }).catch(() => setCode(''));
  };
  return (
    <form
      noValidate
      className="grid grid-cols-1 gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(code);
      }}
    >
      {!wrong && <ProblemNote error={error} />}
      <div role={wrong ? 'alert' : undefined}>
        <Field label={label} error={wrong && code === '' ? messageOf(error) : undefined}>
          {(control) =>
            method === 'backup_code' ? (
              <Input
                autoFocus={autoFocus}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                className="h-12 font-mono"
                value={code}
                onChange={(event) => setCode(event.target.value)}
                {...control}
              />
            ) : (
              <CodeInput
                digits={digits}
                autoFocus={autoFocus}
                value={code}
                onValue={setCode}
                onFull={submit}
                {...control}
              />
            )
          }
        </Field>
      </div>
      <Button type="submit" variant="primary" size="lg" busy={busy} disabled={wait > 0}>
        {wait > 0 ? `Try again in ${clock(wait)}` : action}
      </Button>
    </form>
  );
};
