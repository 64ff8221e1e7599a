import { Injectable } from '@nestjs/common';
import { type CloudEvent, events } from '@gatehouse/contracts/events';
import type { Transaction } from '../../../platform/database/database.js';
import { EventListener } from '../../../platform/events/event-listener.js';
import { UsersRepository } from '../users/users.repository.js';

const { preferencesChosen } = events;

/** Remembers in which language people wish to be written to. */
@Injectable()
export class ChosenLanguagesListener extends EventListener {
  override readonly name = 'chosen-languages';
  override readonly module = 'identity';
  override readonly replayRefusal = 'would bring back languages that people have changed since';
  override readonly types = [preferencesChosen.type];

  constructor(private readonly users: UsersRepository) {
    super();
  }

  override async handle(tx: Transaction, happened: readonly CloudEvent[]): Promise<void> {
    for (const { data } of happened) {
      const { userId, locale } = preferencesChosen.data.parse(data);
      await this.users.update(tx, userId, { locale });
    }
  }
}
