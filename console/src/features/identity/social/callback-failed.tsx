import { Link } from '@tanstack/react-router';
import { hasCode } from '../../../api/problems';
import { Button } from '../../../ui/button';
import { EntryCard } from '../../../ui/entry-card';
import { Notice } from '../../../ui/notice';
import { ProblemNote } from '../../../ui/problem-note';
import type { Journey, ProviderAnswer } from './social';

interface CallbackFailedProps {
  error: Error | null;
  answer: ProviderAnswer | undefined;
  intent: Journey['intent'];
  label: string;
}

/** Words that tell what to do next, where the problem's own do not. What a provider writes is never shown. */
const noteOf = ({ error, answer, label }: CallbackFailedProps): string | undefined => {
  if (hasCode(error, 'account_not_connected'))
    return `Your address has an account here already. Sign in as usual, then connect ${label} on the Security page.`;
  if (hasCode(error, 'provider_email_unverified'))
    return `A new account needs an e-mail address that ${label} has confirmed. Confirm it there, or register here with a password.`;
  if (error !== null) return undefined;
  if (answer?.error === 'access_denied') return `You cancelled at ${label}. Nothing was changed.`;
  return `The answer of ${label} is incomplete or was used before. Start again.`;
};

export const CallbackFailed = (props: CallbackFailedProps) => {
  const { error, intent } = props;
  const note = noteOf(props);
  const connecting = intent === 'connect';
  return (
    <EntryCard title={connecting ? 'The account is not connected' : 'You are not signed in'}>
      <div className="grid gap-4">
        {note === undefined ? (
          <ProblemNote error={error} />
        ) : (
          <Notice tone="warn" urgent>
            {note}
          </Notice>
        )}
        <Button asChild variant="primary" size="lg">
          {connecting ? (
            <Link to="/security">Back to Security</Link>
          ) : (
            <Link to="/sign-in">Back to sign-in</Link>
          )}
        </Button>
      </div>
    </EntryCard>
  );
};
