import { Injectable } from '@nestjs/common';
import { after, Clock, days, hours, minutes } from '../../../kernel/clock.js';
import { hashToken, newToken } from '../../../kernel/secret.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { OneTimeTokensRepository, type TokenSecret } from './one-time-tokens.repository.js';
import type { OneTimeTokenRow, TokenPurpose } from './one-time-tokens.table.js';

/** How long a token of each purpose lives, in milliseconds. */
export const tokenLives: Readonly<Record<TokenPurpose, number>> = {
  setup: hours(24),
  reset_password: hours(1),
  choose_password: days(7),
  magic_link: minutes(15),
  not_me: days(7),
};

/** What lets its reader in, or choose how to get in. */
const openers: readonly TokenPurpose[] = ['reset_password', 'choose_password', 'magic_link'];

/** How long somebody waits for another mail with a link. */
const mailAfter = minutes(1);

/** Secrets in links, each good for one use. Only their SHA-256 is kept. */
@Injectable()
export class OneTimeTokensService {
  constructor(
    private readonly repository: OneTimeTokensRepository,
    private readonly clock: Clock,
  ) {}

  /** A new token, which voids the person's older ones of the same purpose. */
  async issue(
    tx: Transaction,
    purpose: TokenPurpose,
    userId: string | null,
    ticket?: string,
  ): Promise<string> {
    const { token, row } = this.prepare(purpose, userId, null);
    const ticketHash = ticket === undefined ? null : hashToken(ticket);
    await this.repository.replace(tx, { ...row, ticketHash });
    return token;
  }

  /**
   * The same, or null when the person was sent one within the last minute.
   * @param ticket what the asker keeps, where a code opens the same as the token.
   */
  async issueAtMostOneAMinute(
    tx: Transaction,
    purpose: TokenPurpose,
    userId: string,
    ticket?: string,
  ): Promise<string | null> {
    await this.repository.lock(tx, purpose, userId);
    const since = after(this.clock.now(), -mailAfter);
    if (await this.repository.wasIssuedSince(tx, purpose, userId, since)) return null;
    return this.issue(tx, purpose, userId, ticket);
  }

  /** A token by which whoever reads the mail to an address reports it; older ones stay good. */
  async issueReport(tx: Transaction, userId: string, email: string): Promise<string> {
    const { token, row } = this.prepare('not_me', userId, email);
    await this.repository.insert(tx, row);
    return token;
  }

  /** What a token would open, without using it up: never the decision, which `consume` makes. */
  async find(
    tx: Queryable,
    purposes: readonly TokenPurpose[],
    token: string,
  ): Promise<OneTimeTokenRow | null> {
    return this.repository.find(tx, purposes, secretOf(token), this.clock.now());
  }

  /** The unused token that was issued with a ticket. */
  async findByTicket(
    tx: Queryable,
    purpose: TokenPurpose,
    ticket: string,
  ): Promise<OneTimeTokenRow | null> {
    return this.repository.find(tx, [purpose], ticketOf(ticket), this.clock.now());
  }

  /** Uses a token up: of any number of callers at once one gets the row, the others null. */
  async consume(
    tx: Transaction,
    purposes: readonly TokenPurpose[],
    token: string,
  ): Promise<OneTimeTokenRow | null> {
    return this.repository.consume(tx, purposes, secretOf(token), this.clock.now());
  }

  /** Uses up the token that was issued with a ticket, in the same way. */
  async consumeByTicket(
    tx: Transaction,
    purpose: TokenPurpose,
    ticket: string,
  ): Promise<OneTimeTokenRow | null> {
    return this.repository.consume(tx, [purpose], ticketOf(ticket), this.clock.now());
  }

  /** Voids every link that lets a person in. Those that report something stay: they let nobody in. */
  async voidAll(tx: Transaction, userId: string): Promise<void> {
    await this.repository.voidAll(tx, userId, openers, this.clock.now());
  }

  /** Voids the links by which something is reported: all, or those sent to one address. */
  async voidReports(tx: Transaction, userId: string, email?: string): Promise<void> {
    await this.repository.voidAll(tx, userId, ['not_me'], this.clock.now(), email);
  }

  private prepare(purpose: TokenPurpose, userId: string | null, email: string | null) {
    const token = newToken();
    const createdAt = this.clock.now();
    const expiresAt = after(createdAt, tokenLives[purpose]);
    return {
      token,
      row: {
        tokenHash: hashToken(token),
        purpose,
        userId,
        email,
        createdAt,
        expiresAt,
        ticketHash: null,
      },
    };
  }
}

const secretOf = (token: string): TokenSecret => ({ kind: 'tokenHash', hash: hashToken(token) });
const ticketOf = (ticket: string): TokenSecret => ({ kind: 'ticketHash', hash: hashToken(ticket) });
