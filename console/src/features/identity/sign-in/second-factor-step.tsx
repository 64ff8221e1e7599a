import { useState } from 'react';
import { client } from '../../../api/client';
import { hasCode } from '../../../api/problems';
import { Button } from '../../../ui/button';
import { CheckField } from '../../../ui/checkbox';
import { EntryCard } from '../../../ui/entry-card';
import { SecondFactorPrompt } from '../second-factor/second-factor-prompt';
import { useBeginSession } from './begin-session';
import type { Challenge } from './sign-in-page';

interface SecondFactorStepProps {
  challenge: Challenge;
  onRestart: (notice?: string) => void;
}

export const SecondFactorStep = ({ challenge, onRestart }: SecondFactorStepProps) => {
  const beginSession = useBeginSession();
  const { tempToken, methods } = challenge;
  const [trustDevice, setTrustDevice] = useState(false);
  return (
    <EntryCard
      title="Confirm it is you"
      footer={
        <Button variant="link" onClick={() => onRestart()}>
          Sign in as somebody else
        </Button>
      }
    >
      <CheckField
        className="mb-4"
        checked={trustDevice}
        onChange={(event) => setTrustDevice(event.target.checked)}
      >
        Trust this device for up to 30 days
      </CheckField>
      <SecondFactorPrompt
        methods={methods}
        begin={(method) => client.signIn.beginSecondFactor({ body: { tempToken, method } })}
        prove={async (method, proof) => {
          const about = { tempToken, method, trustDevice, delivery: 'cookie' } as const;
          beginSession(await client.signIn.verifySecondFactor({ body: { ...about, ...proof } }));
        }}
        onError={(error) => {
          if (hasCode(error, 'challenge_expired')) onRestart(error.message);
        }}
      />
    </EntryCard>
  );
};
