import { useMutation, useQuery } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { setupStatusQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { ProblemNote } from '../../../ui/problem-note';

interface MagicLinkButtonProps {
  email: string;
  /** @param ticket what the code of the mail goes with. */
  onMailed: (ticket: string) => void;
}

/** Offers a link by mail to whoever would rather not type a password, where the installation has it. */
export const MagicLinkButton = ({ email, onMailed }: MagicLinkButtonProps) => {
  const { data: setup } = useQuery(setupStatusQuery);
  const send = useMutation({
    mutationFn: () => client.magicLinks.request({ body: { email } }),
    meta: { inForm: true },
    onSuccess: ({ ticket }) => onMailed(ticket),
  });
  if (setup?.magicLinkEnabled !== true) return null;
  return (
    <>
      <ProblemNote error={send.error} />
      <Button size="lg" busy={send.isPending} onClick={() => send.mutate()}>
        Mail me a link instead
      </Button>
    </>
  );
};
