import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { EmailAddress } from '@gatehouse/contracts/identity/emails/email-addresses';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { Loaded } from '../../../ui/loaded';
import { PromptDialog } from '../../../ui/prompt-dialog';
import { toast } from '../../../ui/toast-store';
import { EmailRow } from './email-row';
import { emailsQuery, refetchEmails } from './emails';

/** What is to be done with an address, once it is confirmed. */
type Wish = { readonly deed: 'primary' | 'remove'; readonly address: EmailAddress };

const carryOut = ({ deed, address }: Wish) => {
  const params = { id: address.id ?? '' };
  return deed === 'primary'
    ? client.emailAddresses.makePrimary({ params })
    : client.emailAddresses.remove({ params });
};

const ConfirmWish = ({ wish, onClose }: { wish: Wish | undefined; onClose: () => void }) => {
  const perform = useMutation({
    mutationFn: carryOut,
    onSuccess: (_nothing, { deed, address }) =>
      toast(
        deed === 'primary'
          ? `${address.email} is your primary address.`
          : `${address.email} is removed.`,
      ),
    onSettled: () => {
      onClose();
      return refetchEmails();
    },
  });
  const isPrimary = wish?.deed === 'primary';
  return (
    <ConfirmDialog
      open={wish !== undefined}
      onOpenChange={onClose}
      title={isPrimary ? 'Make this your primary address?' : 'Remove this address?'}
      action={isPrimary ? 'Make primary' : 'Remove'}
      busy={perform.isPending}
      onConfirm={() => wish && perform.mutate(wish)}
    >
      {isPrimary
        ? `Mails about your account go to ${wish.address.email}. Your other sessions end, and for 7 days the present primary address can undo it.`
        : `${wish?.address.email ?? 'It'} no longer signs you in.`}
    </ConfirmDialog>
  );
};

const AddEmailDialog = ({ onClose }: { onClose: () => void }) => (
  <PromptDialog
    title="Add an e-mail address"
    label="E-mail address"
    action="Send the mail"
    contract={routes.emailAddresses.add.body.shape.email}
    send={async (email) => {
      await client.emailAddresses.add({ body: { email } });
      toast(`We have sent a mail to ${email}. Confirm it there.`);
      await refetchEmails();
    }}
    onClose={onClose}
  />
);

/** E-mail addresses: add, choose the primary one, remove. */
export const EmailsCard = () => {
  const list = useQuery(emailsQuery);
  const [adding, setAdding] = useState(false);
  const [wish, setWish] = useState<Wish>();
  return (
    <Card
      title="E-mail addresses"
      description="Any confirmed one signs you in. Mails about your account go to the primary one."
      actions={<Button onClick={() => setAdding(true)}>Add an address</Button>}
      flush
    >
      <Loaded query={list} rows={1}>
        {({ data: addresses }) => (
          <ul>
            {addresses.map((address) => (
              <EmailRow
                key={`${address.state}${address.email}`}
                address={address}
                onMakePrimary={() => setWish({ deed: 'primary', address })}
                onRemove={() => setWish({ deed: 'remove', address })}
              />
            ))}
          </ul>
        )}
      </Loaded>
      {adding && <AddEmailDialog onClose={() => setAdding(false)} />}
      <ConfirmWish wish={wish} onClose={() => setWish(undefined)} />
    </Card>
  );
};
