import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import type { mailboxMessage } from '@gatehouse/contracts/mailbox';
import { Time } from '../../ui/time';

export type MailboxMessage = z.output<typeof mailboxMessage>;

interface MessageListProps {
  messages: MailboxMessage[];
  selected: string | undefined;
}

export const MessageList = ({ messages, selected }: MessageListProps) => (
  <ul aria-label="Messages">
    {messages.map((message) => (
      <li key={message.id} className="border-line border-b">
        <Link
          to="/mailbox"
          search={(previous) => ({ ...previous, message: message.id })}
          replace
          resetScroll={false}
          aria-current={message.id === selected ? 'true' : undefined}
          className="hover:bg-sunken aria-[current=true]:bg-accent-soft block px-4 py-2.5 focus-visible:-outline-offset-2"
        >
          <span className="flex items-baseline justify-between gap-3">
            <span className="truncate font-medium">{message.subject}</span>
            <span className="text-muted shrink-0 text-xs">
              <Time value={message.sentAt} />
            </span>
          </span>
          <span className="text-muted block truncate text-[0.8125rem]">To {message.to}</span>
        </Link>
      </li>
    ))}
  </ul>
);
