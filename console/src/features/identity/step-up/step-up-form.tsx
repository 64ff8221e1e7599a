import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RouteBodySent } from '@gatehouse/contracts/route';
import type { stepUpRoutes } from '@gatehouse/contracts/identity/step-up';
import { client } from '../../../api/client';
import { hasCode } from '../../../api/problems';
import { profileQuery } from '../../../api/queries';
import { session } from '../../../api/session';
import { LoadFailed } from '../../../ui/load-failed';
import { ProblemNote } from '../../../ui/problem-note';
import { SkeletonRows } from '../../../ui/skeleton';
import { PasskeyForm } from '../second-factor/passkey-form';
import { SecondFactorPrompt } from '../second-factor/second-factor-prompt';
import { PasswordForm } from './password-form';
import { SignInAgain } from './sign-in-again';

type Sent = RouteBodySent<(typeof stepUpRoutes)['finish']>;

/** The password, then the second factor where one is on; or a passkey alone. */
export const StepUpForm = ({ onProved }: { onProved: () => void }) => {
  const challenge = useQuery({
    queryKey: ['step-up'],
    queryFn: () => client.stepUp.begin(),
    staleTime: Infinity,
    gcTime: 0,
  });
  const { data: profile } = useQuery(profileQuery);
  const [password, setPassword] = useState<string>();
  const finish = useMutation({
    mutationFn: (proof: Omit<Sent, 'tempToken' | 'delivery'>) => {
      const tempToken = challenge.data?.tempToken ?? '';
      return client.stepUp.finish({ body: { tempToken, ...proof, delivery: 'cookie' } });
    },
    meta: { inForm: true },
    onSuccess: (pair) => {
      session.hold(pair);
      onProved();
    },
    onError: (error) => {
      if (hasCode(error, 'invalid_credentials')) setPassword(undefined);
      if (hasCode(error, 'challenge_expired')) void challenge.refetch();
    },
  });
  if (challenge.isError)
    return <LoadFailed error={challenge.error} onRetry={() => void challenge.refetch()} />;
  if (challenge.isPending) return <SkeletonRows rows={2} />;
  const { tempToken, methods } = challenge.data;
  const begin = (method: (typeof methods)[number]) =>
    client.signIn.beginSecondFactor({ body: { tempToken, method } });
  if (password !== undefined) {
    return (
      <SecondFactorPrompt
        methods={methods}
        begin={begin}
        prove={(method, proof) => finish.mutateAsync({ password, method, ...proof })}
        onError={() => undefined}
      />
    );
  }
  return (
    <div className="grid gap-4">
      <ProblemNote error={finish.error} />
      {methods.includes('passkey') && (
        <PasskeyForm
          begin={() => begin('passkey')}
          prove={(proof) => finish.mutateAsync({ method: 'passkey', ...proof })}
          onError={() => undefined}
        />
      )}
      {profile?.hasPassword === false ? (
        <SignInAgain />
      ) : (
        <PasswordForm
          busy={finish.isPending}
          action={methods.length > 0 ? 'Continue' : 'Confirm'}
          onPassword={(typed) => {
            if (methods.length > 0) {
              finish.reset();
              setPassword(typed);
            } else finish.mutate({ password: typed });
          }}
        />
      )}
    </div>
  );
};
