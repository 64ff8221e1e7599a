import { getRouteApi, Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { EntryCard } from '../../../ui/entry-card';
import { OnePress } from './one-press';

const route = getRouteApi('/bare/confirm-email');

const Confirmed = () => (
  <EntryCard
    title="Your address is confirmed"
    description="It signs you in from now on. Where it took the place of another, your other sessions have ended."
  >
    <CircleCheck className="text-ok-text mb-4 size-8" aria-hidden />
    <Button asChild variant="primary" size="lg" className="w-full">
      <Link to="/">Continue</Link>
    </Button>
  </EntryCard>
);

export const ConfirmEmailPage = () => (
  <OnePress
    title="Confirm your new address"
    description="One press, and this is an address of your account."
    token={route.useSearch().token}
    label="Confirm this address"
    broken="This link is incomplete, has expired or has been used. Ask again on your profile page."
    send={(token) => client.emailChanges.confirm({ body: { token } })}
    done={<Confirmed />}
  />
);
