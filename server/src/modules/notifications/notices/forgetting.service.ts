import { Injectable } from '@nestjs/common';
import { type EventData, erasedWordsPlace, type events } from '@gatehouse/contracts/events';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import type { Transaction } from '../../../platform/database/database.js';
import { recipientKey } from '../../../platform/mail/mail-outbox.js';
import { AddressesRepository } from '../carriage/addresses.repository.js';
import { TextsRepository } from '../carriage/texts.repository.js';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import { InboxRepository } from '../inbox/inbox.repository.js';
import { PreferencesRepository } from '../preferences/preferences.repository.js';
import { NoticesRepository } from './notices.repository.js';

/** Forgets people who were erased (C43): their inbox, what was sent to them, and their addresses wherever they stand. */
@Injectable()
export class ForgettingService {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly notices: NoticesRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly preferences: PreferencesRepository,
    private readonly addresses: AddressesRepository,
    private readonly texts: TextsRepository,
    private readonly cipher: FieldCipher,
  ) {}

  async forget(
    tx: Transaction,
    { userId, sealedWords }: EventData<typeof events.userErased>,
  ): Promise<void> {
    const sealed = Buffer.from(sealedWords, 'base64');
    const names = JSON.parse(this.cipher.open(sealed, erasedWordsPlace(userId))) as string[];
    const known = await this.deliveries.listAddressesOf(tx, userId);
    const keys = [...new Set([...known, ...names.map(recipientKey)])];
    await this.notices.forget(tx, userId);
    await this.inbox.removeOf(tx, userId);
    await this.deliveries.removeOf(tx, userId);
    await this.preferences.remove(tx, userId);
    await this.addresses.remove(tx, keys);
    await this.texts.removeTo(tx, keys);
    // What others were told stays theirs, without the person's addresses in it.
    await this.notices.forgetNames(tx, names);
    await this.inbox.forgetNames(tx, names);
    await this.deliveries.forgetNames(tx, names);
  }

  /** What was told in an organization; the addresses and wishes are of people, who stay. */
  async forgetOrganization(
    tx: Transaction,
    { organizationId }: EventData<typeof events.organizationErased>,
  ): Promise<void> {
    await this.notices.removeIn(tx, organizationId);
    await this.inbox.removeIn(tx, organizationId);
    await this.deliveries.removeIn(tx, organizationId);
  }
}
