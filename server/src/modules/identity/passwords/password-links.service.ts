import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import {
  IdentityMailsService,
  type Recipient,
  type ResetReason,
} from '../mails/identity-mails.service.js';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import type { TokenPurpose } from '../one-time-tokens/one-time-tokens.table.js';

const purposes: readonly TokenPurpose[] = ['reset_password', 'choose_password'];

/** Somebody who is sent a link. */
export interface LinkOwner extends Recipient {
  readonly id: string;
}

/** The links in mails that let their readers choose a password. */
@Injectable()
export class PasswordLinksService {
  private readonly countReset: (values: { stage: 'requested' | 'done' }) => void;

  constructor(
    private readonly tokens: OneTimeTokensService,
    private readonly mails: IdentityMailsService,
    private readonly database: Database,
    metrics: Metrics,
  ) {
    const help = 'Links for forgotten passwords that were sent and used';
    this.countReset = metrics.counter('password_resets_total', help, ['stage']);
  }

  /** Sends a link to a forgotten password's owner, at most one a minute. @returns whether it did. */
  async sendReset(tx: Transaction, owner: LinkOwner): Promise<boolean> {
    const token = await this.tokens.issueAtMostOneAMinute(tx, 'reset_password', owner.id);
    if (token === null) return false;
    await this.mails.resetPassword(tx, owner, token);
    this.countReset({ stage: 'requested' });
    return true;
  }

  /** Sends a link to somebody whose password was taken away. */
  async sendRequired(tx: Transaction, owner: LinkOwner, reason: ResetReason): Promise<void> {
    const token = await this.tokens.issue(tx, 'reset_password', owner.id);
    await this.mails.resetRequired(tx, owner, token, reason);
  }

  /** Sends a link to somebody who was added to an organization. */
  async sendFirst(tx: Transaction, owner: LinkOwner, organization: string): Promise<void> {
    const token = await this.tokens.issue(tx, 'choose_password', owner.id);
    await this.mails.choosePassword(tx, owner, token, organization);
  }

  /**
   * Whose link it is, without using it up, and whether they asked for it, or were added by others;
   * null when it opens nothing. Never the decision, which `use` makes.
   */
  async find(token: string): Promise<{ userId: string; asked: boolean } | null> {
    const found = await this.tokens.find(this.database.connection, purposes, token);
    if (!found?.userId) return null;
    return { userId: found.userId, asked: found.purpose === 'reset_password' };
  }

  /** Uses a link up, and with it every other that its owner was sent; false for all callers but one. */
  async use(tx: Transaction, token: string): Promise<boolean> {
    const used = await this.tokens.consume(tx, purposes, token);
    if (used?.userId) await this.tokens.voidAll(tx, used.userId);
    if (used?.purpose === 'reset_password') this.countReset({ stage: 'done' });
    return used !== null;
  }

  /** Voids every link that a person was sent. */
  async voidAll(tx: Transaction, userId: string): Promise<void> {
    await this.tokens.voidAll(tx, userId);
  }
}
