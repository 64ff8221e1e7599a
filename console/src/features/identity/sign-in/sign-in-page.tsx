import { browserSupportsWebAuthn } from '@simplewebauthn/browser';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import { setupStatusQuery } from '../../../api/queries';
import { useSession } from '../../../api/session';
import { EntryCard } from '../../../ui/entry-card';
import { Notice } from '../../../ui/notice';
import { TextLink } from '../../../ui/text-link';
import { SocialButtons } from '../social/social-buttons';
import { IdentifierStep } from './identifier-step';
import { MailedCodeStep } from './mailed-code-step';
import { PasskeyButton } from './passkey-button';
import { PasswordStep } from './password-step';
import { SecondFactorStep } from './second-factor-step';

/** A password was right, a second factor is asked for. */
export interface Challenge {
  tempToken: string;
  methods: SecondFactorMethod[];
}

type Step =
  | { name: 'identifier'; notice?: string }
  | { name: 'password' }
  | { name: 'mailed_code'; ticket: string }
  | { name: 'second_factor'; challenge: Challenge };

export const SignInPage = () => {
  const [identifier, setIdentifier] = useState('');
  const [step, setStep] = useState<Step>({ name: 'identifier' });
  const { data: setup } = useQuery(setupStatusQuery);
  const session = useSession();
  const ended = session.status === 'signed_out' && session.ended && step.name === 'identifier';
  const onChallenge = (challenge: Challenge) => setStep({ name: 'second_factor', challenge });
  const restart = (notice?: string) =>
    setStep({ name: 'identifier', ...(notice === undefined ? {} : { notice }) });

  if (step.name === 'second_factor') {
    return <SecondFactorStep challenge={step.challenge} onRestart={restart} />;
  }
  const notice =
    step.name === 'identifier' && step.notice !== undefined
      ? step.notice
      : ended
        ? 'Your session has ended. Sign in again.'
        : undefined;
  return (
    <EntryCard
      title="Sign in"
      footer={
        setup?.registrationEnabled === true && (
          <>
            New here? <TextLink to="/register">Create an account</TextLink>
          </>
        )
      }
    >
      <div className="grid gap-4">
        {notice !== undefined && <Notice tone="warn">{notice}</Notice>}
        {setup?.required === true && (
          <Notice tone="warn">
            Gatehouse is not set up yet. Open the one-time set-up link that was printed when it
            started.
          </Notice>
        )}
        {step.name === 'identifier' && (
          <>
            <IdentifierStep
              identifier={identifier}
              onContinue={(value) => {
                setIdentifier(value);
                setStep({ name: 'password' });
              }}
            />
            {browserSupportsWebAuthn() && <PasskeyButton />}
            <SocialButtons />
          </>
        )}
        {step.name === 'password' && (
          <PasswordStep
            identifier={identifier}
            onChangeIdentifier={() => restart()}
            onChallenge={onChallenge}
            onMailed={(ticket) => setStep({ name: 'mailed_code', ticket })}
          />
        )}
        {step.name === 'mailed_code' && (
          <MailedCodeStep
            email={identifier}
            ticket={step.ticket}
            onChallenge={onChallenge}
            onBack={() => restart()}
          />
        )}
      </div>
    </EntryCard>
  );
};
