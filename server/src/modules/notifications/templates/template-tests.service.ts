import { Injectable } from '@nestjs/common';
import { defaultLocale } from '@gatehouse/contracts/language/locale';
import type { templateRoutes } from '@gatehouse/contracts/notifications/templates';
import type { RouteBody } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { UserDirectory } from '../../identity/users/user-directory.port.js';
import { Dispatcher } from '../carriage/dispatcher.js';
import { newDelivery } from '../deliveries/delivery.js';
import { OutgoingService } from '../deliveries/outgoing.service.js';
import { TemplatesService } from './templates.service.js';

/** Sends templates, filled with their samples, to whoever is working on them. */
@Injectable()
export class TemplateTestsService {
  constructor(
    private readonly templates: TemplatesService,
    private readonly directory: UserDirectory,
    private readonly outgoing: OutgoingService,
    private readonly dispatcher: Dispatcher,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `not_found`, `validation_failed` */
  async send(
    caller: Caller,
    name: string,
    draft: RouteBody<typeof templateRoutes.test>,
  ): Promise<void> {
    const filled = await this.templates.preview(name, draft);
    const { category } = await this.templates.rowOf(name);
    const [me] = await this.directory.contactOf([caller.userId]);
    if (!me) throw new AppError('not_found');
    const { organizationId } = caller;
    const locale = defaultLocale;
    const about = { noticeId: null, organizationId, category, link: null, locale };
    const now = this.clock.now();
    const template = { template: name, templateVersion: null };
    const test = newDelivery({ ...about, ...template }, me, 'email', filled, now, now);
    await this.database.transaction((tx) => this.outgoing.write(tx, [test], now));
    this.dispatcher.wake();
  }
}
