import { Injectable } from '@nestjs/common';
import type { FollowedMail, MailState } from '@gatehouse/contracts/mailbox';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/id.js';
import { maskEmail } from '../../kernel/mask.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../kernel/page.js';
import { FieldCipher } from '../crypto/field-cipher.js';
import type { Queryable, Transaction } from '../database/database.js';
import { keptTrace } from '../http/request-context.js';
import { MailsRepository } from './mails.repository.js';
import { type MailRow, mails, type SealedMail } from './mails.table.js';
import { toldMail } from './told/told-mail.js';

/**
 * How soon mails go, first to last: somebody waits for what is `awaited`, such as a code; an `alarm`
 * tells of a danger; all else is `bulk`.
 */
export const mailUrgencies = ['awaited', 'alarm', 'bulk'] as const;
export type MailUrgency = (typeof mailUrgencies)[number];

/** A mail to be sent. */
export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** What it is about, such as `verify_email`. */
  readonly kind: string;
  /** Bulk, unless it says otherwise. */
  readonly urgency?: MailUrgency;
  /** More headers, such as `List-Unsubscribe`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What became of a mail; `deferred` is tried again, `cancelled` was objected to before it went. */
export interface MailOutcome {
  readonly state: 'sent' | 'deferred' | 'bounced' | 'failed' | 'cancelled';
  /** What the mail server said, without what people sent. */
  readonly words: string;
}

/** Hears of a mail's outcome, in the transaction that writes it down. */
export type MailFollower = (tx: Transaction, mail: MailRow, outcome: MailOutcome) => Promise<void>;

/** What a provider tells of a mail after the mail server took it. */
export interface MailNews {
  readonly state: 'delivered' | 'deferred' | 'failed' | 'bounced' | 'complained';
  readonly words: string;
}

/**
 * What may become of a mail that is known to be something already: reports come late, twice and in
 * any order, and the worse news is the truth.
 */
const before: Readonly<Record<MailNews['state'], readonly MailState[]>> = {
  delivered: ['queued', 'deferred', 'sent'],
  // It has left this house.
  deferred: [],
  failed: ['queued', 'deferred', 'sent'],
  bounced: ['queued', 'deferred', 'sent', 'delivered'],
  complained: ['queued', 'deferred', 'sent', 'delivered'],
};

/** Looks at a mail before it goes: why it is not to go any more, or null. */
export type MailGuard = (mailId: string) => Promise<string | null>;

/** The form in which recipients are compared. */
export const recipientKey = (address: string): string =>
  address.trim().normalize('NFKC').toLowerCase();

/** Mails of one page of `listTo`: a few kilobytes each. */
const mailsAtOnce = 50;

const contentPlace = (id: string): string => `mails.content:${id}`;

/** What this module keeps sealed. */
export const sealedMails = {
  table: mails,
  id: mails.id,
  sealed: mails.content,
  placeOf: contentPlace,
};

/** Takes mails in the transaction of the change they tell of; they are sent after its commit. */
@Injectable()
export class MailOutbox {
  private readonly followers: MailFollower[] = [];
  private readonly guards = new Map<string, MailGuard>();

  constructor(
    private readonly repository: MailsRepository,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  /** @returns the mail's id, by which its outcome is told. */
  async enqueue(tx: Transaction, mail: OutgoingMail): Promise<string> {
    const sealed = this.seal(mail);
    await this.post(tx, [sealed]);
    return sealed.id;
  }

  /** Takes mails, at least one, at once. */
  async post(tx: Transaction, sealed: readonly SealedMail[]): Promise<void> {
    await this.repository.insert(tx, sealed);
  }

  /** A mail that goes back to the request which is being served, ready to be posted with others. */
  seal(mail: OutgoingMail): SealedMail {
    const id = newId();
    const now = this.clock.now();
    return {
      id,
      recipientKey: recipientKey(mail.to),
      kind: mail.kind,
      urgency: mailUrgencies.indexOf(mail.urgency ?? 'bulk'),
      content: this.cipher.seal(JSON.stringify(mail), contentPlace(id)),
      createdAt: now,
      nextAttemptAt: now,
      ...keptTrace(),
    };
  }

  /** Tells of what becomes of mails, whatever their kind. Belongs in a module's construction. */
  follow(follower: MailFollower): void {
    this.followers.push(follower);
  }

  /** Has the mails of a kind looked at before each try. Belongs in a module's construction. */
  guard(kind: string, guard: MailGuard): void {
    this.guards.set(kind, guard);
  }

  /** Why a mail is not to go any more; null where it is. */
  async objectionTo({ id, kind }: MailRow): Promise<string | null> {
    return (await this.guards.get(kind)?.(id)) ?? null;
  }

  /** Tells whoever follows mails. */
  async tell(tx: Transaction, mail: MailRow, outcome: MailOutcome): Promise<void> {
    for (const follower of this.followers) await follower(tx, mail, outcome);
  }

  /** Writes down what a provider told of a mail. @returns the mail, where that was news. */
  async report(tx: Transaction, id: string, { state, words }: MailNews): Promise<MailRow | null> {
    return this.repository.report(tx, id, before[state], { state, error: words });
  }

  /** Mails of some kinds that went to some addresses, newest first; not what they say. */
  async pageTo(
    tx: Queryable,
    whose: { readonly addresses: readonly string[]; readonly kinds: readonly string[] },
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<FollowedMail>> {
    const beforeId = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const { addresses, kinds } = whose;
    const keys = addresses.map(recipientKey);
    const rows = await this.repository.listTo(tx, { keys, kinds }, limit, beforeId);
    return toPage(
      rows,
      limit,
      (row) => row.id,
      (row) => this.toFollowed(row),
    );
  }

  /** What went to some addresses, sent or not, as pages of JSON; without links and codes that open something. */
  async *listTo(tx: Queryable, addresses: readonly string[]): AsyncGenerator<string> {
    const keys = addresses.map(recipientKey);
    let rows: MailRow[] = [];
    do {
      rows = await this.repository.listInOrder(tx, keys, mailsAtOnce, rows.at(-1)?.id);
      if (rows.length > 0) yield JSON.stringify(rows.map((row) => toldMail(row, this.open(row))));
    } while (rows.length === mailsAtOnce);
  }

  /** Removes every mail to an address, sent or not. */
  async forget(tx: Transaction, address: string): Promise<void> {
    await this.repository.removeOf(tx, recipientKey(address));
  }

  /** The mail as it was handed in. */
  open(row: MailRow): OutgoingMail {
    return JSON.parse(this.cipher.open(row.content, contentPlace(row.id))) as OutgoingMail;
  }

  private toFollowed(row: MailRow): FollowedMail {
    const { to, subject } = this.open(row);
    return {
      id: row.id,
      to: maskEmail(to),
      subject,
      state: row.state,
      detail: row.error === '' ? null : row.error,
      createdAt: row.createdAt.toISOString(),
      sentAt: row.sentAt?.toISOString() ?? null,
    };
  }
}
