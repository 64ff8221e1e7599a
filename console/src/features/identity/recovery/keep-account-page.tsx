import { getRouteApi } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { client } from '../../../api/client';
import { EntryCard } from '../../../ui/entry-card';
import { TextLink } from '../../../ui/text-link';
import { OnePress } from './one-press';

const route = getRouteApi('/bare/keep-account');

const Kept = () => (
  <EntryCard
    title="Your account stays"
    description="Nothing of it was erased. Sign in as usual."
    footer={<TextLink to="/sign-in">Back to sign-in</TextLink>}
  >
    <ShieldCheck className="text-ok-text size-8" aria-hidden />
  </EntryCard>
);

export const KeepAccountPage = () => (
  <OnePress
    title="Keep your account"
    description="Your account is to be erased. You can still call that off."
    token={route.useSearch().token}
    label="Keep my account"
    broken="This link is incomplete or has been used, or the account is erased already."
    send={(token) => client.erasure.cancel({ body: { token } })}
    done={<Kept />}
  />
);
