import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { isCritical, type Category } from '@gatehouse/contracts/notifications/categories';
import type { deliveryRoutes } from '@gatehouse/contracts/notifications/deliveries';
import type { RouteBody } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { UserDirectory } from '../../identity/users/user-directory.port.js';
import { newNotice } from '../notices/notice.js';
import { NoticesRepository } from '../notices/notices.repository.js';
import type { NoticeContent } from '../notices/notices.table.js';
import { TellingService } from '../notices/telling.service.js';
import { TemplatesRepository } from '../templates/templates.repository.js';

type Wish = RouteBody<typeof deliveryRoutes.send>;

/** Notifies people of an organization on somebody's behalf. */
@Injectable()
export class SendingService {
  constructor(
    private readonly notices: NoticesRepository,
    private readonly templates: TemplatesRepository,
    private readonly directory: UserDirectory,
    private readonly telling: TellingService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `unknown_recipient`, `unknown_template`, `validation_failed` for a value that is missing, `forbidden` without an organization */
  async send(caller: Caller, wish: Wish): Promise<{ id: string; recipients: number }> {
    const { organizationId } = caller;
    if (organizationId === null) throw new AppError('forbidden');
    const userIds = [...new Set(wish.recipients)];
    const members = await this.directory.membersAmong(organizationId, userIds);
    if (userIds.some((id) => !members.has(id))) throw new AppError('unknown_recipient');
    const about = await this.contentOf(wish.content);
    const { link = null, channels = null } = wish;
    const notice = newNotice(
      { ...about, organizationId, userIds, link, channels },
      this.clock.now(),
    );
    const told = { noticeId: notice.id, recipients: userIds.length };
    await this.database.transaction(async (tx) => {
      await this.notices.insertAll(tx, [notice]);
      await this.events.add(tx, events.notificationRequested, told, { organizationId });
    });
    this.telling.wake();
    return { id: notice.id, recipients: userIds.length };
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
    if (!template || template.isBuiltIn || isCritical(template.category))
      throw new AppError('unknown_template');
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
