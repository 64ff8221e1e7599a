import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { PasskeyAssertion } from '@gatehouse/contracts/identity/passkey-ceremonies';
import type { SecondFactorBegun, SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import { Button } from '../../../ui/button';
import { CodeForm } from './code-form';
import { MessageForm } from './message-form';
import { methodWords } from './methods';
import { PasskeyForm } from './passkey-form';

/** What a method proves with. */
export type Proof = { code: string } | { credential: PasskeyAssertion };

interface SecondFactorPromptProps {
  /** What the person can choose from, the preferred one first. */
  methods: readonly SecondFactorMethod[];
  begin: (method: SecondFactorMethod) => Promise<SecondFactorBegun>;
  prove: (method: SecondFactorMethod, proof: Proof) => Promise<unknown>;
  onError: (error: unknown) => void;
}

/** Asks for one of the person's second factors. */
export const SecondFactorPrompt = ({ methods, begin, prove, onError }: SecondFactorPromptProps) => {
  const [method, setMethod] = useState<SecondFactorMethod>(methods[0] ?? 'totp');
  const proving = useMutation({
    mutationFn: (proof: Proof) => prove(method, proof),
    meta: { inForm: true },
    onError,
  });
  const common = { begin: () => begin(method), prove: proving.mutateAsync, onError };
  const state = { method, busy: proving.isPending, error: proving.error };
  return (
    <div className="grid gap-4">
      <p className="text-muted">{methodWords[method].description}</p>
      {method === 'passkey' ? (
        <PasskeyForm {...common} />
      ) : methodWords[method].sent ? (
        <MessageForm key={method} {...common} {...state} />
      ) : (
        <CodeForm key={method} {...state} prove={proving.mutateAsync} />
      )}
      {methods
        .filter((other) => other !== method)
        .map((other) => (
          <Button
            key={other}
            variant="ghost"
            onClick={() => {
              setMethod(other);
              proving.reset();
            }}
          >
            {methodWords[other].choose}
          </Button>
        ))}
    </div>
  );
};
