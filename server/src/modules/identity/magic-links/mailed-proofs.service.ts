import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { hashToken, newCode } from '../../../kernel/secret.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { CodeKey } from '../factors/message-code/message-codes.repository.js';
import { MessageCodesService } from '../factors/message-code/message-codes.service.js';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import { UsersRepository } from '../users/users.repository.js';

/** What came by mail, as somebody brings it: the link's token, or the code and the ticket of the asker. */
export type MailedProof =
  | { readonly kind: 'link'; readonly token: string }
  | { readonly kind: 'code'; readonly ticket: string; readonly code: string };

/**
 * Anybody may have a mail sent a minute and try five codes for each: of eight digits, that is one
 * chance in ten thousand for who does so all day long.
 */
const codeLength = 8;

/** Links and codes that prove that a mailbox is read. Those of one mail are one proof, good once. */
@Injectable()
export class MailedProofsService {
  constructor(
    private readonly tokens: OneTimeTokensService,
    private readonly codes: MessageCodesService,
    private readonly users: UsersRepository,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** A new link and code for a person; null when they were sent one within the last minute. */
  async issue(
    tx: Transaction,
    userId: string,
    ticket: string,
  ): Promise<{ token: string; code: string } | null> {
    const token = await this.tokens.issueAtMostOneAMinute(tx, 'magic_link', userId, ticket);
    if (token === null) return null;
    const code = await this.codes.issueWith(tx, keyOf(userId, ticket), newCode(codeLength));
    return { token, code };
  }

  /** Whose proof it is, or null when it is none. A code is tried, which counts, and used up. */
  async ownerOf(proof: MailedProof): Promise<string | null> {
    const { connection } = this.database;
    const found =
      proof.kind === 'link'
        ? await this.tokens.find(connection, ['magic_link'], proof.token)
        : await this.tokens.findByTicket(connection, 'magic_link', proof.ticket);
    const userId = found?.userId ?? null;
    if (proof.kind === 'link' || userId === null) return userId;
    return (await this.database.transaction((tx) => this.tryCode(tx, userId, proof)))
      ? userId
      : null;
  }

  /** Uses the proof up, with what else came in its mail; false for all callers but one. */
  async consume(tx: Transaction, proof: MailedProof): Promise<boolean> {
    const consumed =
      proof.kind === 'link'
        ? await this.tokens.consume(tx, ['magic_link'], proof.token)
        : await this.tokens.consumeByTicket(tx, 'magic_link', proof.ticket);
    return consumed !== null;
  }

  private async tryCode(
    tx: Transaction,
    userId: string,
    { ticket, code }: { readonly ticket: string; readonly code: string },
  ): Promise<boolean> {
    if (await this.codes.verify(tx, keyOf(userId, ticket), code)) return true;
    const user = await this.users.findAtHome(tx, userId);
    const failed = { userId, identifier: user?.email ?? '', reason: 'wrong_credentials' } as const;
    const about = { organizationId: user?.organizationId ?? null, actorId: null };
    await this.events.add(tx, events.userLoginFailed, failed, about);
    return false;
  }
}

const keyOf = (userId: string, ticket: string): CodeKey => ({
  binding: hashToken(ticket).toString('base64url'),
  channel: 'email',
  userId,
});
