import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Inbox, Search } from 'lucide-react';
import { MailboxLayout } from './mailbox-layout';
import { hasCode } from '../../api/problems';
import { NotFound } from '../../app/not-found';
import { Card } from '../../ui/card';
import { Empty } from '../../ui/empty';
import { Input } from '../../ui/input';
import { Loaded } from '../../ui/loaded';
import { MoreButton } from '../../ui/more-button';
import { PageHeader } from '../../ui/page-header';
import { Time } from '../../ui/time';
import { LinkedText } from './linked-text';
import { mailboxQuery } from './mailbox';
import { MessageList, type MailboxMessage } from './message-list';

const route = getRouteApi('/mailbox');

const Message = ({ message }: { message: MailboxMessage }) => (
  <article className="p-4 sm:p-5" aria-label={message.subject}>
    <h2 className="text-base font-semibold">{message.subject}</h2>
    <p className="text-muted mt-0.5 mb-4 flex flex-wrap gap-x-3">
      <span className="wrap-anywhere">To {message.to}</span>
      <Time value={message.sentAt} exact />
    </p>
    <LinkedText text={message.text} />
  </article>
);

const Messages = ({ to, selected }: { to: string | undefined; selected: string | undefined }) => {
  const list = useInfiniteQuery(mailboxQuery(to));
  if (hasCode(list.error, 'not_found')) return <NotFound />;
  return (
    <Loaded query={list} rows={4}>
      {({ pages }) => {
        const messages = pages.flatMap((page) => page.data);
        const open = messages.find((message) => message.id === selected) ?? messages[0];
        if (open === undefined) {
          return (
            <Empty icon={Inbox} title="No mail">
              What Gatehouse would send shows up here by itself.
            </Empty>
          );
        }
        return (
          <div className="border-line grid border-t md:grid-cols-[20rem_minmax(0,1fr)]">
            <div className="border-line max-h-72 overflow-y-auto border-b md:max-h-[70vh] md:border-r md:border-b-0">
              <MessageList messages={messages} selected={open.id} />
              <MoreButton list={list} />
            </div>
            <Message message={open} />
          </div>
        );
      }}
    </Loaded>
  );
};

export const MailboxPage = () => {
  const { to, message } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <MailboxLayout>
      <PageHeader
        title="Mailbox"
        description="Mail that was caught instead of sent. Only outside production mode."
      />
      <Card flush>
        <search className="relative block p-3 sm:px-5 sm:py-4">
          <Search
            className="text-muted pointer-events-none absolute top-1/2 left-5.5 size-4 -translate-y-1/2 sm:left-7.5"
            aria-hidden
          />
          <Input
            type="search"
            aria-label="Recipient"
            placeholder="All recipients"
            className="pl-8.5"
            maxLength={255}
            value={to ?? ''}
            onChange={({ target }) =>
              void navigate({
                search: target.value === '' ? {} : { to: target.value },
                replace: true,
              })
            }
          />
        </search>
        <Messages to={to} selected={message} />
      </Card>
    </MailboxLayout>
  );
};
