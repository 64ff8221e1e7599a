import { Injectable } from '@nestjs/common';
import { apiBase } from '@gatehouse/contracts/route';
import { Config } from '../../../platform/config/config.js';
import type { Transaction } from '../../../platform/database/database.js';
import { MailOutbox, type MailUrgency } from '../../../platform/mail/mail-outbox.js';
import { renderMail } from '../../../platform/mail/layout.js';
import type { Reader } from './mail-languages.repository.js';
import { MailLanguagesService } from './mail-languages.service.js';
import { type MailMatter, mailTexts, type MailValue, writeMail } from './texts/written-mail.js';

/** Whom a mail greets. */
export interface Recipient extends Reader {
  /** Unknown where nobody has an account yet. */
  readonly firstName?: string;
}

/** A mail to be written. */
export type Letter = MailMatter & {
  /** Where its link leads, as a path of ours. */
  readonly path?: string;
  /** The link says "This wasn't me", and the footer what that does. */
  readonly isAlert?: boolean;
  /** Bulk, unless it says otherwise. */
  readonly urgency?: MailUrgency;
};

/** Why somebody has to choose a new password. */
export type ResetReason = Extract<MailValue, { phrase: unknown }> & {
  readonly phrase: `reset_${string}`;
};

/** The mails of identity. Links begin with `PUBLIC_URL` and never with what a request says of its host. */
@Injectable()
export class IdentityMailsService {
  constructor(
    private readonly outbox: MailOutbox,
    private readonly languages: MailLanguagesService,
    private readonly config: Config,
  ) {}

  async verifyEmail(tx: Transaction, to: Recipient, token: string): Promise<void> {
    const path = `/verify-email?token=${token}`;
    await this.send(tx, to, { kind: 'verify_email', urgency: 'awaited', values: {}, path });
  }

  async accountExported(tx: Transaction, to: Recipient, token: string): Promise<void> {
    const path = `${apiBase}/auth/account/export?token=${token}`;
    await this.send(tx, to, { kind: 'account_exported', values: {}, path });
  }

  /** To whoever of the staff asked for it. @param whose name of the person. */
  async accountExportedForYou(
    tx: Transaction,
    to: Recipient,
    whose: string,
    token: string,
  ): Promise<void> {
    const path = `${apiBase}/auth/account/export?token=${token}`;
    await this.send(tx, to, { kind: 'account_exported_for_you', values: { whose }, path });
  }

  /** Tells somebody that others have what is known of them put together. */
  async exportOrdered(tx: Transaction, to: Recipient, reason: string): Promise<void> {
    await this.send(tx, to, { kind: 'export_ordered', values: { reason } });
  }

  /** Tells somebody that others erase them. */
  async erasureOrdered(tx: Transaction, to: Recipient, reason: string, dueAt: Date): Promise<void> {
    const values = { day: { day: dueAt }, reason };
    await this.send(tx, to, { kind: 'erasure_ordered', values });
  }

  async erasureRequested(
    tx: Transaction,
    to: Recipient,
    token: string,
    dueAt: Date,
  ): Promise<void> {
    const values = { day: { day: dueAt } };
    const path = `/keep-account?token=${token}`;
    await this.send(tx, to, { kind: 'erasure_requested', urgency: 'alarm', values, path });
  }

  async alreadyRegistered(tx: Transaction, to: Recipient): Promise<void> {
    const path = '/sign-in';
    await this.send(tx, to, { kind: 'already_registered', urgency: 'awaited', values: {}, path });
  }

  async choosePassword(
    tx: Transaction,
    to: Recipient,
    token: string,
    organization: string,
  ): Promise<void> {
    const path = `/choose-password?token=${token}`;
    await this.send(tx, to, { kind: 'choose_password', values: { organization }, path });
  }

  async invitation(
    tx: Transaction,
    invitation: {
      readonly email: string;
      readonly organizationId: string;
      readonly token: string;
      readonly organization: string;
      readonly inviter: string;
    },
  ): Promise<void> {
    const { email, organizationId, token, organization, inviter } = invitation;
    const values = { organization, inviter };
    const path = `/invitation?token=${token}`;
    await this.send(tx, { email, organizationId }, { kind: 'invitation', values, path });
  }

  async resetPassword(tx: Transaction, to: Recipient, token: string): Promise<void> {
    const path = `/reset-password?token=${token}`;
    await this.send(tx, to, { kind: 'reset_password', urgency: 'awaited', values: {}, path });
  }

  async secondFactorCode(tx: Transaction, to: Recipient, code: string): Promise<void> {
    await this.send(tx, to, { kind: 'second_factor_code', urgency: 'awaited', values: { code } });
  }

  async magicLink(
    tx: Transaction,
    to: Recipient,
    { token, code }: { readonly token: string; readonly code: string },
  ): Promise<void> {
    const values = { code: `${code.slice(0, 4)} ${code.slice(4)}` };
    const path = `/magic-link?token=${token}`;
    await this.send(tx, to, { kind: 'magic_link', urgency: 'awaited', values, path });
  }

  async resetRequired(
    tx: Transaction,
    to: Recipient,
    token: string,
    reason: ResetReason,
  ): Promise<void> {
    const path = `/reset-password?token=${token}`;
    const values = { reason };
    await this.send(tx, to, { kind: 'reset_required', urgency: 'awaited', values, path });
  }

  /** Writes a mail in the language of its reader. */
  async send(tx: Transaction, to: Recipient, letter: Letter): Promise<void> {
    const { kind, urgency = 'bulk', path, isAlert = false } = letter;
    const language = await this.languages.of(tx, to);
    const { frame } = mailTexts[language];
    const { subject, ...text } = writeMail(language, letter, to.firstName);
    const label = isAlert ? frame.notMe : text.action;
    const body = renderMail({
      greeting: text.greeting,
      paragraphs: text.paragraphs,
      ...(path !== undefined && label !== null
        ? { action: { label, url: this.config.publicUrl + path } }
        : {}),
      footer: isAlert ? frame.notMeFooter : text.footer,
      language,
    });
    await this.outbox.enqueue(tx, { to: to.email, kind, urgency, subject, ...body });
  }
}
