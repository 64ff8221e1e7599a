import { newId } from '../../../kernel/id.js';
import { keptTrace } from '../../../platform/http/request-context.js';
import type { NoticeRow } from './notices.table.js';

type Wish = Pick<NoticeRow, 'category' | 'content'> &
  Partial<
    Pick<
      NoticeRow,
      'userIds' | 'staffPermission' | 'memberPermission' | 'organizationId' | 'link' | 'channels'
    >
  >;

/** A notice that is to be told now. */
export const newNotice = (wish: Wish, now: Date): NoticeRow => ({
  userIds: [],
  staffPermission: null,
  memberPermission: null,
  organizationId: null,
  link: null,
  channels: null,
  ...wish,
  id: newId(),
  createdAt: now,
  attempts: 0,
  nextAttemptAt: now,
  toldAt: null,
  failedAt: null,
  error: null,
  ...keptTrace(),
});
