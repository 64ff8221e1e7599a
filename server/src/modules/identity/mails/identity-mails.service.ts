import { Injectable } from '@nestjs/common';
import type { Language } from '@gatehouse/contracts/language/locale';
import { Config } from '../../../platform/config/config.js';
import type { Transaction } from '../../../platform/database/database.js';
import {
  MailOutbox,
  type MailUrgency,
  type OutgoingMail,
} from '../../../platform/mail/mail-outbox.js';
import { type MailAction, renderMail } from '../../../platform/mail/layout.js';
import type { Reader } from './mail-languages.repository.js';
import { MailLanguagesService, requestedLanguage } from './mail-languages.service.js';
import type { ReportableMatter, UnreportableMatter } from './reportable-mails.js';
import { mailTexts, type MailValue, writeMail } from './texts/written-mail.js';

/** Whom a mail greets. */
export interface Recipient extends Reader {
  /** Unknown where nobody has an account yet. */
  readonly firstName?: string;
}

/** How a mail is written. */
interface Writing {
  /** Where its link leads, as a path of ours. */
  readonly path?: string;
  /** Bulk, unless it says otherwise. */
  readonly urgency?: MailUrgency;
}

/** A mail to be reported by. */
export type ReportableLetter = ReportableMatter & Writing;

/** A mail to be written. */
export type Letter =
  | (UnreportableMatter & Writing & { readonly report?: never })
  /** Its `report` is the token of the link "This wasn't me"; the footer says what that does. */
  | (ReportableLetter & { readonly report: string });

/** A mail to be written with others. */
export interface Posting {
  readonly to: Recipient;
  readonly letter: Letter;
  /** Does what belongs to the request that it goes back to (`AsyncLocalStorage.snapshot`). */
  readonly inItsRequest: <T>(work: () => T) => T;
}

/** Asks whoever reads an address to confirm it. */
export const addressConfirmation = (token: string): Letter => ({
  kind: 'verify_email',
  urgency: 'awaited',
  values: {},
  path: `/verify-email?token=${token}`,
});

/** Tells somebody who registers that they have an account. */
export const alreadyRegistered: Letter = {
  kind: 'already_registered',
  urgency: 'awaited',
  values: {},
  path: '/sign-in',
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

  /** Tells somebody that others have what is known of them put together. */
  async exportOrdered(tx: Transaction, to: Recipient, reason: string): Promise<void> {
    await this.send(tx, to, { kind: 'export_ordered', values: { reason } });
  }

  /** Tells somebody that others erase them. */
  async erasureOrdered(tx: Transaction, to: Recipient, reason: string, dueAt: Date): Promise<void> {
    const values = { day: { day: dueAt }, reason };
    await this.send(tx, to, { kind: 'erasure_ordered', values });
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
    await this.sendAll(tx, [{ to, letter, inItsRequest: (work) => work() }]);
  }

  /** Writes several mails, each in the language of its reader. */
  async sendAll(tx: Transaction, postings: readonly Posting[]): Promise<void> {
    if (postings.length === 0) return;
    const readers = postings.map(({ to }) => to);
    const languages = await this.languages.chosenBy(tx, readers);
    const sealed = postings.map(({ to, letter, inItsRequest }, index) =>
      inItsRequest(() =>
        this.outbox.seal(this.write(to, letter, languages[index] ?? requestedLanguage())),
      ),
    );
    await this.outbox.post(tx, sealed);
  }

  private write(to: Recipient, letter: Letter, language: Language): OutgoingMail {
    const { kind, urgency = 'bulk', path, report } = letter;
    const { frame } = mailTexts[language];
    const { subject, ...text } = writeMail(language, letter, to.firstName);
    const body = renderMail({
      greeting: text.greeting,
      paragraphs: text.paragraphs,
      actions: [
        ...(path !== undefined && text.action !== null ? [this.action(text.action, path)] : []),
        ...(report !== undefined ? [this.action(frame.notMe, `/not-me?token=${report}`)] : []),
      ],
      footer: report === undefined ? text.footer : frame.notMeFooter,
      language,
    });
    return { to: to.email, kind, urgency, subject, ...body };
  }

  private action(label: string, path: string): MailAction {
    return { label, url: this.config.publicUrl + path };
  }
}
