import { Injectable } from '@nestjs/common';
import {
  type NotificationPreferences,
  wantsChannel,
} from '@gatehouse/contracts/notifications/preferences';
import { Database } from '../../../platform/database/database.js';
import { MailOutbox, recipientKey } from '../../../platform/mail/mail-outbox.js';
import { type Reachable, UserDirectory } from '../../identity/users/user-directory.port.js';
import { addressOf } from '../deliveries/delivery.js';
import type { DeliveryRow } from '../deliveries/deliveries.table.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { AddressesRepository } from './addresses.repository.js';
import { CarriageRepository } from './carriage.repository.js';
import { mailKind } from './messages.service.js';

/** How somebody is reached, and wishes to be, by now. */
export interface Standing {
  /** Null of somebody who was deleted or erased. */
  readonly person: Reachable | null;
  readonly wishes: NotificationPreferences;
}

/**
 * Looks again before something goes: between the draft and the sending lie quiet hours, turns and
 * mail servers that were away, in which people leave, move and change their minds.
 */
@Injectable()
export class LastLookService {
  constructor(
    private readonly directory: UserDirectory,
    private readonly preferences: PreferencesService,
    private readonly repository: CarriageRepository,
    private readonly addresses: AddressesRepository,
    private readonly database: Database,
    outbox: MailOutbox,
  ) {
    outbox.guard(mailKind, (mailId) => this.objectionToMessage(mailId));
  }

  /** Asks identity: never in a transaction. */
  async standingOf(userId: string): Promise<Standing> {
    const [[person = null], wishes] = await Promise.all([
      this.directory.contactOf([userId]),
      this.preferences.get(userId),
    ]);
    return { person, wishes };
  }

  /** Why a delivery is not to go any more; null where it is. */
  objectionTo(
    { channel, addressKey, category, noticeId }: DeliveryRow,
    { person, wishes }: Standing,
  ): string | null {
    if (!person) return 'Not sent: the account is gone';
    if (!person.isActive) return 'Not sent: the account is not active';
    const address = addressOf(person, channel);
    if (address === null || recipientKey(address) !== addressKey)
      return 'Not sent: the address is no longer theirs';
    // A test of a template goes to whoever asked for it.
    if (noticeId !== null && !wantsChannel(wishes, category, channel))
      return 'Not sent: they have switched it off';
    return null;
  }

  /** Why a message is not to go any more: nothing that it carries is, or nothing may go there. */
  async objectionToMessage(messageId: string): Promise<string | null> {
    const { connection } = this.database;
    const rows = await this.repository.findCarried(connection, messageId);
    const [first] = rows;
    if (!first?.addressKey) return 'Not sent: nothing that it carried is there any more';
    const standing = await this.standingOf(first.userId);
    const objections = rows.map((row) => this.objectionTo(row, standing));
    if (!objections.includes(null)) return objections[0] ?? null;
    const suppressed = await this.addresses.listSuppressed(connection, [first.addressKey]);
    return suppressed.has(`${first.channel} ${first.addressKey}`)
      ? 'Not sent: another message bounced there, or was called spam'
      : null;
  }
}
