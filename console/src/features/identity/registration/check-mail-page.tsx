import { getRouteApi } from '@tanstack/react-router';
import { EntryCard } from '../../../ui/entry-card';
import { TextLink } from '../../../ui/text-link';
import { MailHint } from '../../mailbox/mail-hint';
import { ResendConfirmation, ResendForm } from './resend-confirmation';

const route = getRouteApi('/bare/check-mail');

const Footer = () => (
  <>
    Nothing comes within a day? <TextLink to="/register">Register again</TextLink>, or go{' '}
    <TextLink to="/sign-in">back to sign-in</TextLink>.
  </>
);

/** Where a registration waits for its mail; without an address, where the mail is asked for again. */
export const CheckMailPage = () => {
  const { email } = route.useSearch();
  const navigate = route.useNavigate();
  if (email === undefined) {
    return (
      <EntryCard
        title="Get the mail again"
        description="Tell us the address that you registered with, and we send its confirmation mail again."
        footer={<Footer />}
      >
        <ResendForm onSent={(sentTo) => void navigate({ search: { email: sentTo } })} />
      </EntryCard>
    );
  }
  return (
    <EntryCard
      title="Check your mail"
      description={
        <>
          A registration of <strong className="text-text wrap-anywhere">{email}</strong> is
          confirmed by the link in the mail that we sent there. Open it; then you can sign in.
        </>
      }
      footer={<Footer />}
    >
      <div className="grid gap-4">
        <MailHint address={email} />
        <ResendConfirmation email={email} />
      </div>
    </EntryCard>
  );
};
