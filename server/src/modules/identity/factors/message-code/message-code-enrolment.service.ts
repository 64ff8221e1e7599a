import { Injectable } from '@nestjs/common';
import { AppError } from '../../../../kernel/error.js';
import { Database, type Transaction } from '../../../../platform/database/database.js';
import type { SessionCaller } from '../../../../platform/http/caller.js';
import type { Client } from '../../devices/client.js';
import { type Enrolled, EnrolmentService } from '../enrolment.service.js';
import type { Factor } from '../factor.js';
import type { CodeKey } from './message-codes.repository.js';
import { MessageCodesService } from './message-codes.service.js';

type MessageFactor = Pick<Factor, 'method' | 'reference'> & { readonly available: boolean };

/** What came back from a message. */
interface CodeProof {
  readonly channel: CodeKey['channel'];
  readonly code: string;
  readonly client: Client;
}

/** Turns codes in messages on and off, whichever way they go. */
@Injectable()
export class MessageCodeEnrolmentService {
  constructor(
    private readonly codes: MessageCodesService,
    private readonly enrolment: EnrolmentService,
    private readonly database: Database,
  ) {}

  /**
   * @param prepare makes the code that proves whose the address is, or throws.
   * @throws AppError `reauthentication_required`
   */
  async begin<T>(
    caller: SessionCaller,
    channel: CodeKey['channel'],
    prepare: (tx: Transaction, key: CodeKey) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      return prepare(tx, keyOf(caller, channel));
    });
  }

  /**
   * @param confirm writes down that the factor is on, or throws.
   * @throws AppError `invalid_code`
   */
  async enable(
    caller: SessionCaller,
    factor: MessageFactor,
    { channel, code, client }: CodeProof,
    confirm: (tx: Transaction) => Promise<void>,
  ): Promise<Enrolled> {
    if (!factor.available) throw new AppError('invalid_code');
    const enrolled = await this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      // Not an error yet: the attempt has to stay counted (attack 5).
      if (!(await this.codes.verify(tx, keyOf(caller, channel), code))) return null;
      await confirm(tx);
      return this.enrolment.complete(tx, caller, factor, client);
    });
    if (!enrolled) throw new AppError('invalid_code');
    return enrolled;
  }

  /**
   * @param remove answers what it removed; null when the factor was not on.
   * @throws AppError `two_factor_not_enabled`, `last_factor`
   */
  async disable(
    caller: SessionCaller,
    { method }: MessageFactor,
    remove: (tx: Transaction) => Promise<object | null>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      if (!(await remove(tx))) throw new AppError('two_factor_not_enabled');
      await this.enrolment.withdraw(tx, caller, method);
    });
  }
}

/** What a code is bound to by which a session turns such codes on. */
const keyOf = ({ userId, sessionId }: SessionCaller, channel: CodeKey['channel']): CodeKey => ({
  binding: sessionId,
  channel,
  userId,
});
