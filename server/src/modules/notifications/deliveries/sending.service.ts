import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Category } from '@gatehouse/contracts/notifications/categories';
import type { deliveryRoutes } from '@gatehouse/contracts/notifications/deliveries';
import type { RecipientsWish } from '@gatehouse/contracts/notifications/recipients';
import type { RouteBody } from '@gatehouse/contracts/route';
import { after, Clock, days } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { type Audience, Audiences } from '../../identity/audiences/audiences.port.js';
import { newNotice } from '../notices/notice.js';
import { NoticesRepository } from '../notices/notices.repository.js';
import type { NoticeContent, NoticeRow } from '../notices/notices.table.js';
import { TellingService } from '../notices/telling.service.js';
import { TemplatesRepository } from '../templates/templates.repository.js';
import { isSendable } from '../templates/templates.service.js';

type Wish = RouteBody<typeof deliveryRoutes.send>;

/** Notifies people of an organization on somebody's behalf. */
@Injectable()
export class SendingService {
  constructor(
    private readonly notices: NoticesRepository,
    private readonly templates: TemplatesRepository,
    private readonly audiences: Audiences,
    private readonly telling: TellingService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `unknown_recipient`, `unknown_template`, `validation_failed` for a value that is missing and a time that is past, `forbidden` without an organization */
  async send(caller: Caller, wish: Wish): Promise<{ id: string; recipients: number }> {
    const organizationId = organizationOf(caller);
    const now = this.clock.now();
    const sendAt = timeOf(wish.sendAt, now);
    const { recipients } = await this.count(caller, wish);
    const about = await this.contentOf(wish.content);
    const { link = null, channels = null } = wish;
    const whom = { organizationId, recipients, ...peopleOf(wish) };
    const notice = newNotice({ ...about, ...whom, link, channels, sendAt }, now);
    const told = {
      noticeId: notice.id,
      recipients,
      ...(sendAt === null ? {} : { sendAt: sendAt.toISOString() }),
    };
    await this.database.transaction(async (tx) => {
      await this.notices.insertAll(tx, [notice]);
      await this.events.add(tx, events.notificationRequested, told, { organizationId });
    });
    this.telling.wake();
    return { id: notice.id, recipients };
  }

  /** How many people are meant, each once. @throws AppError `unknown_recipient`, `forbidden` without an organization */
  async count(caller: Caller, wish: RecipientsWish): Promise<{ recipients: number }> {
    const organizationId = organizationOf(caller);
    const audience = audienceOf(wish);
    if (!(await this.audiences.knows(organizationId, audience)))
      throw new AppError('unknown_recipient');
    return { recipients: await this.audiences.count(organizationId, audience) };
  }

  /**
   * Templates of Gatehouse's own are for what really happened, and what is critical passes by
   * people's wishes: neither is anybody's to send.
   */
  private async contentOf(
    wish: Wish['content'],
  ): Promise<{ category: Category; content: NoticeContent }> {
    if (wish.kind === 'text') {
      const { subject, text } = wish;
      return { category: 'messages', content: { subject, text } };
    }
    const { template: name, variables } = wish;
    const template = await this.templates.find(this.database.connection, name);
    if (!template || !isSendable(template)) throw new AppError('unknown_template');
    requireAll(template.variables, variables);
    return { category: template.category, content: { template: name, variables } };
  }
}

/**
 * A value may be empty, where the template says so by a condition; one that is not there was forgotten.
 * @throws AppError `validation_failed`
 */
function requireAll(
  declared: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
): void {
  const missing = Object.keys(declared).filter((name) => !Object.hasOwn(given, name));
  if (missing.length === 0) return;
  throw new AppError('validation_failed', {
    detail: `The template also needs: ${missing.join(', ')}.`,
    fields: missing.map((name) => ({
      pointer: `/body/content/variables/${name}`,
      message: 'must be given; it may be empty',
    })),
  });
}

const audienceOf = ({ recipients, roles, groups, everybody }: RecipientsWish): Audience => ({
  everybody,
  roles,
  groupIds: groups,
  userIds: [...new Set(recipients)],
});

/** People who are named alone are told in one go; what else they have in common is looked up then. */
function peopleOf(wish: RecipientsWish): Pick<NoticeRow, 'userIds' | 'audience'> {
  const { userIds, ...inCommon } = audienceOf(wish);
  const isNamedAlone = !wish.everybody && wish.roles.length + wish.groups.length === 0;
  return { userIds: [...userIds], audience: isNamedAlone ? null : inCommon };
}

/** Longest that something is sent in advance, in milliseconds. */
const longestWait = days(366);

/** @throws AppError `validation_failed` for a time that is past, or far away */
function timeOf(text: string | undefined, now: Date): Date | null {
  if (text === undefined) return null;
  const sendAt = new Date(text);
  if (sendAt > now && sendAt <= after(now, longestWait)) return sendAt;
  const message = 'must be a time to come, within a year';
  throw new AppError('validation_failed', { fields: [{ pointer: '/body/sendAt', message }] });
}
