import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../../api/client';
import { session } from '../../../api/session';
import { hasCode, messageOf } from '../../../api/problems';
import { Button } from '../../../ui/button';
import { CodeInput } from '../../../ui/code-input';
import { Field } from '../../../ui/field';
import { ProblemNote } from '../../../ui/problem-note';
import { clock, useCountdown } from '../../../ui/use-countdown';

/** Proves that the app shows the right codes, before anything depends on it. */
export const ConfirmStep = ({ onCodes }: { onCodes: (codes: string[]) => void }) => {
  const [code, setCode] = useState('');
  const enable = useMutation({
    mutationFn: (sent: string) =>
      client.twoFactor.enableTotp({ body: { code: sent, delivery: 'cookie' } }),
    meta: { inForm: true },
    onSuccess: (enabled) => {
      // The session without the factor has ended: these are the tokens of its successor.
      session.hold(enabled);
      onCodes(enabled.backupCodes);
    },
    onError: () => setCode(''),
  });
  const wait = useCountdown(enable.error);
  const wrong = hasCode(enable.error, 'invalid_code');
  const submit = (value: string) => {
    if (!enable.isPending && wait === 0 && value.length === 6) enable.mutate(value);
  };
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(code);
      }}
    >
      {enable.error && !wrong && <ProblemNote error={enable.error} />}
      <div role={wrong ? 'alert' : undefined}>
        <Field
          label="Code that the app shows now"
          error={wrong && code === '' ? messageOf(enable.error) : undefined}
        >
          {(control) => <CodeInput value={code} onValue={setCode} onFull={submit} {...control} />}
        </Field>
      </div>
      <Button type="submit" variant="primary" size="lg" busy={enable.isPending} disabled={wait > 0}>
        {wait > 0 ? `Try again in ${clock(wait)}` : 'Turn on two-factor sign-in'}
      </Button>
    </form>
  );
};
