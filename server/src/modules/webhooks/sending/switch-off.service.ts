import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { defaultLocale, languageOf } from '@gatehouse/contracts/language/locale';
import type { DisableReason } from '@gatehouse/contracts/webhooks';
import { Clock } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { renderMail } from '../../../platform/mail/layout.js';
import { MailOutbox } from '../../../platform/mail/mail-outbox.js';
import { type Contact, UserDirectory } from '../../identity/users/user-directory.port.js';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import { EndpointsRepository } from '../endpoints/endpoints.repository.js';
import type { EndpointRow } from '../endpoints/endpoints.table.js';
import { switchOffWords } from './switch-off-words.js';

/** Switches endpoints off that take nothing any more, and tells those who may do something about it. */
@Injectable()
export class SwitchOffService {
  constructor(
    private readonly endpoints: EndpointsRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly directory: UserDirectory,
    private readonly outbox: MailOutbox,
    private readonly events: Events,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Whom a switch-off will be told; asked of identity before the transaction opens. */
  contactsOf({ organizationId }: EndpointRow): Promise<readonly Contact[]> {
    return this.directory.contactsOf(organizationId, 'webhook:manage');
  }

  /** Does nothing when it was done before. */
  async switchOff(
    tx: Transaction,
    { id: endpointId, organizationId, url }: EndpointRow,
    reason: DisableReason,
    contacts: readonly Contact[],
  ): Promise<void> {
    const change = { disabledReason: reason, updatedAt: this.clock.now() };
    if (!(await this.endpoints.disable(tx, endpointId, change))) return;
    await this.deliveries.switchOff(tx, endpointId);
    const about = { organizationId, actorId: null, subject: `webhook/${endpointId}` };
    await this.events.add(tx, events.webhookDisabled, { endpointId, url, reason }, about);
    for (const contact of contacts) await this.tell(tx, contact, endpointId, url, reason);
  }

  private async tell(
    tx: Transaction,
    { email, firstName, locale }: Contact,
    endpointId: string,
    url: string,
    reason: DisableReason,
  ): Promise<void> {
    const language = languageOf(locale ?? defaultLocale);
    const words = switchOffWords[language];
    const body = renderMail({
      greeting: words.greeting(firstName),
      paragraphs: [
        `${words.noLonger(url)} ${words.because[reason]}`,
        words.kept(this.config.GATEHOUSE_KEEP_WEBHOOKS_DAYS),
      ],
      actions: [{ label: words.look, url: `${this.config.publicUrl}/hooks/${endpointId}` }],
      footer: words.footer,
      language,
    });
    const { subject } = words;
    await this.outbox.enqueue(tx, { to: email, kind: 'webhook_disabled', subject, ...body });
  }
}
