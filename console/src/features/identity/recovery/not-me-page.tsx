import { getRouteApi } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { client } from '../../../api/client';
import { EntryCard } from '../../../ui/entry-card';
import { TextLink } from '../../../ui/text-link';
import { MailHint } from '../../mailbox/mail-hint';
import { OnePress } from './one-press';

const route = getRouteApi('/bare/not-me');

const Secured = () => (
  <EntryCard
    title="Your account is closed to others"
    description="Every session has ended, and the former password no longer works."
    footer={<TextLink to="/sign-in">Back to sign-in</TextLink>}
  >
    <ShieldCheck className="text-ok-text mb-4 size-8" aria-hidden />
    <p className="mb-4">We have sent you a mail with a link to choose a new password.</p>
    <MailHint />
  </EntryCard>
);

export const NotMePage = () => (
  <OnePress
    title="This wasn't me"
    description="Take your account back from whoever did this."
    token={route.useSearch().token}
    label="Close my account to others"
    variant="danger"
    broken="This link is incomplete, has expired or has been used. If you still cannot trust your account, choose a new password."
    send={(token) => client.recovery.reportNotMe({ body: { token } })}
    done={<Secured />}
  >
    <p>
      Every session ends, on every device, and the password stops working. You get a mail to choose
      a new one. If the e-mail address was changed, this address gets the account back. Your second
      factors stay.
    </p>
  </OnePress>
);
