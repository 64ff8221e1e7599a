import { useQuery } from '@tanstack/react-query';
import { mailboxAvailableQuery } from '../../api/mailbox';
import { Notice } from '../../ui/notice';
import { TextLink } from '../../ui/text-link';

/** Where mails are caught instead of sent, says where to read them. */
export const MailHint = ({ address }: { address?: string | undefined }) => {
  const { data: available } = useQuery(mailboxAvailableQuery);
  if (available !== true) return null;
  return (
    <Notice>
      This installation catches mail instead of sending it.{' '}
      <TextLink to="/mailbox" search={{ to: address }}>
        Open the mailbox
      </TextLink>
    </Notice>
  );
};
