import { useMutation, useQuery } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { setupStatusQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Notice } from '../../../ui/notice';
import { ProblemNote } from '../../../ui/problem-note';
import { MailHint } from '../../mailbox/mail-hint';

/** Offers a link by mail to whoever would rather not type a password, where the installation has it. */
export const MagicLinkButton = ({ email }: { email: string }) => {
  const { data: setup } = useQuery(setupStatusQuery);
  const send = useMutation({
    mutationFn: () => client.magicLinks.request({ body: { email } }),
    meta: { inForm: true },
  });
  if (setup?.magicLinkEnabled !== true) return null;
  if (send.isSuccess)
    return (
      <>
        <Notice>If the address has an account, a link to sign in is on its way.</Notice>
        <MailHint address={email} />
      </>
    );
  return (
    <>
      <ProblemNote error={send.error} />
      <Button size="lg" busy={send.isPending} onClick={() => send.mutate()}>
        Mail me a link instead
      </Button>
    </>
  );
};
