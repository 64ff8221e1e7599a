import type { CloudEvent, EventContract, EventData } from '@gatehouse/contracts/events';
import type { Channel } from '@gatehouse/contracts/notifications/categories';
import { newId } from '../../../kernel/id.js';
import { keptTrace } from '../../../platform/http/request-context.js';
import type { NoticeRow } from './notices.table.js';

type Wish = Pick<NoticeRow, 'category' | 'content'> &
  Partial<
    Pick<
      NoticeRow,
      | 'userIds'
      | 'audience'
      | 'recipients'
      | 'staffPermission'
      | 'memberPermission'
      | 'organizationId'
      | 'link'
      | 'channels'
      | 'sendAt'
    >
  >;

/** A notice that is to be told now, or at the time that it says. */
export const newNotice = (wish: Wish, now: Date): NoticeRow => ({
  userIds: [],
  audience: null,
  recipients: null,
  staffPermission: null,
  memberPermission: null,
  organizationId: null,
  link: null,
  channels: null,
  sendAt: null,
  ...wish,
  id: newId(),
  createdAt: now,
  attempts: 0,
  nextAttemptAt: wish.sendAt ?? now,
  toldUpTo: null,
  toldAt: null,
  failedAt: null,
  cancelledAt: null,
  error: null,
  ...keptTrace(),
});

/** What is told when something has happened; null where nobody need be told. */
export type Telling = (event: CloudEvent, now: Date) => NoticeRow | null;

/** Whom an event is told, and how; once, however often it comes. */
export const tell = <E extends EventContract>(
  contract: E,
  wish: (data: EventData<E>, event: CloudEvent) => Wish | null,
): [string, Telling] => [
  contract.type,
  (event, now) => {
    const data = contract.data.parse(event.data) as EventData<E>;
    const wished = wish(data, event);
    const organizationId = event.organizationid ?? null;
    // The event's id is the notice's, so that no event is told twice.
    return wished && { ...newNotice({ organizationId, ...wished }, now), id: event.id };
  },
];

/** Of what identity tells by a mail of its own. */
export const inInbox: Channel[] = ['in_app'];
