import { Injectable } from '@nestjs/common';
import { type CloudEvent, events } from '@gatehouse/contracts/events';
import type { Transaction } from '../../../platform/database/database.js';
import { Erasures } from '../../../platform/erasure/erasures.js';
import { recipientKey } from '../../../platform/mail/mail-outbox.js';
import { AddressesRepository } from '../carriage/addresses.repository.js';
import { TextsRepository } from '../carriage/texts.repository.js';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import { PreferencesRepository } from '../preferences/preferences.repository.js';
import { NoticesRepository } from '../notices/notices.repository.js';

/**
 * Forgets people who were erased (C43): at once what would still be sent to them, and where to; by
 * and by their inbox, and their addresses wherever they stand.
 */
@Injectable()
export class ForgettingService {
  constructor(
    private readonly notices: NoticesRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly preferences: PreferencesRepository,
    private readonly addresses: AddressesRepository,
    private readonly texts: TextsRepository,
    private readonly erasures: Erasures,
  ) {}

  /** Does nothing for other events than those of erasures. */
  async follow(tx: Transaction, event: CloudEvent): Promise<void> {
    if (event.type === events.userErased.type) await this.forget(tx, event);
    await this.erasures.follow(tx, 'notifications', event);
  }

  private async forget(tx: Transaction, { data }: CloudEvent): Promise<void> {
    const { userId, sealedWords } = events.userErased.data.parse(data);
    const names = this.erasures.namesOf(userId, Buffer.from(sealedWords, 'base64'));
    const known = await this.deliveries.listAddressesOf(tx, userId);
    const keys = [...new Set([...known, ...names.map(recipientKey)])];
    await this.notices.forget(tx, userId);
    await this.deliveries.removeOf(tx, userId);
    await this.preferences.remove(tx, userId);
    await this.addresses.remove(tx, keys);
    await this.texts.removeTo(tx, keys);
  }
}
