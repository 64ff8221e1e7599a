import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import { client } from '../../../api/client';
import { hasCode, messageOf } from '../../../api/problems';
import { Button } from '../../../ui/button';
import { CodeInput } from '../../../ui/code-input';
import { EntryCard } from '../../../ui/entry-card';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { ProblemNote } from '../../../ui/problem-note';
import { clock, useCountdown } from '../../../ui/use-countdown';
import { useBeginSession } from './begin-session';
import type { Challenge } from './sign-in-page';

const words = {
  totp: {
    description: 'Enter the six digits that your authenticator app shows.',
    label: 'Code from the app',
    other: 'Use a backup code instead',
  },
  backup_code: {
    description: 'Enter one of the backup codes that you saved. Each works once.',
    label: 'Backup code',
    other: 'Use the authenticator app instead',
  },
};

interface SecondFactorStepProps {
  challenge: Challenge;
  onRestart: (notice?: string) => void;
}

export const SecondFactorStep = ({ challenge, onRestart }: SecondFactorStepProps) => {
  const begin = useBeginSession();
  const [method, setMethod] = useState<SecondFactorMethod>(challenge.methods[0] ?? 'totp');
  const [code, setCode] = useState('');
  const verify = useMutation({
    mutationFn: (sent: string) =>
      client.signIn.verifySecondFactor({
        body: { tempToken: challenge.tempToken, method, code: sent, delivery: 'cookie' },
      }),
    meta: { inForm: true },
    onSuccess: begin,
    onError: (error) => {
      if (hasCode(error, 'challenge_expired')) onRestart(error.message);
      setCode('');
    },
  });
  const wait = useCountdown(verify.error);
  const other = challenge.methods.find((candidate) => candidate !== method);
  const wrong = hasCode(verify.error, 'invalid_code');
  const submit = (value: string) => {
    if (!verify.isPending && wait === 0 && value.trim().length >= 6) verify.mutate(value.trim());
  };
  return (
    <EntryCard
      title="Confirm it is you"
      description={words[method].description}
      footer={
        <Button variant="link" onClick={() => onRestart()}>
          Sign in as somebody else
        </Button>
      }
    >
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit(code);
        }}
      >
        {verify.error && !wrong && <ProblemNote error={verify.error} />}
        <div role={wrong ? 'alert' : undefined}>
          <Field
            key={method}
            label={words[method].label}
            error={wrong && code === '' ? messageOf(verify.error) : undefined}
          >
            {(control) =>
              method === 'totp' ? (
                <CodeInput autoFocus value={code} onValue={setCode} onFull={submit} {...control} />
              ) : (
                <Input
                  autoFocus
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  className="h-12 font-mono"
                  value={code}
                  onChange={(event) => setCode(event.target.value)}
                  {...control}
                />
              )
            }
          </Field>
        </div>
        <Button
          type="submit"
          variant="primary"
          size="lg"
          busy={verify.isPending}
          disabled={wait > 0}
        >
          {wait > 0 ? `Try again in ${clock(wait)}` : 'Confirm'}
        </Button>
        {other !== undefined && (
          <Button
            variant="ghost"
            onClick={() => {
              setMethod(other);
              setCode('');
              verify.reset();
            }}
          >
            {words[method].other}
          </Button>
        )}
      </form>
    </EntryCard>
  );
};
