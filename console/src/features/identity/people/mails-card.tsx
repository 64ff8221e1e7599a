import { useQuery } from '@tanstack/react-query';
import type { FollowedMail, MailState } from '@gatehouse/contracts/mailbox';
import { Badge, type Tone } from '../../../ui/badge';
import { Card } from '../../../ui/card';
import { Loaded } from '../../../ui/loaded';
import { Time } from '../../../ui/time';
import { anyMailsQuery } from './all-people';

const states: Readonly<Record<MailState, readonly [string, Tone]>> = {
  queued: ['Waits', 'neutral'],
  deferred: ['Tried again', 'warn'],
  sent: ['Sent', 'ok'],
  delivered: ['Arrived', 'ok'],
  bounced: ['Bounced', 'danger'],
  complained: ['Called spam', 'danger'],
  failed: ['Given up', 'danger'],
  cancelled: ['Cancelled', 'neutral'],
};

const MailRow = ({ mail }: { mail: FollowedMail }) => {
  const [name, tone] = states[mail.state];
  return (
    <li className="border-line border-t px-4 py-3 sm:px-5">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
        {mail.subject}
        <Badge tone={tone}>{name}</Badge>
      </p>
      <p className="text-muted flex flex-wrap gap-x-3 text-[0.8125rem]">
        <span>{mail.to}</span>
        <Time value={mail.createdAt} />
      </p>
      {mail.detail !== null && <p className="mt-1 text-[0.8125rem] wrap-anywhere">{mail.detail}</p>}
    </li>
  );
};

/** What became of the codes, links and security mails to somebody. */
export const MailsCard = ({ id }: { id: string }) => (
  <Card title="Mails" description="Codes, links and security mails; never what they say." flush>
    <Loaded query={useQuery(anyMailsQuery(id))} rows={3}>
      {({ data }) =>
        data.length === 0 ? (
          <p className="text-muted px-4 pb-4 sm:px-5">None of the last days.</p>
        ) : (
          <ul aria-label="Mails">
            {data.map((mail) => (
              <MailRow key={mail.id} mail={mail} />
            ))}
          </ul>
        )
      }
    </Loaded>
  </Card>
);
