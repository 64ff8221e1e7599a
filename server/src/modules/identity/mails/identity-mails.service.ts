import { Injectable } from '@nestjs/common';
import { apiBase } from '@gatehouse/contracts/route';
import { Config } from '../../../platform/config/config.js';
import type { Transaction } from '../../../platform/database/database.js';
import { MailOutbox, type MailUrgency } from '../../../platform/mail/mail-outbox.js';
import { renderMail } from '../../../platform/mail/layout.js';

/** Whom a mail greets. */
export interface Recipient {
  readonly email: string;
  /** Unknown where nobody has an account yet. */
  readonly firstName?: string;
}

/** What a mail says. */
export interface MailText {
  readonly kind: string;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly action?: { readonly label: string; readonly path: string };
  readonly footer?: string;
  /** Bulk, unless it says otherwise. */
  readonly urgency?: MailUrgency;
}

const usualFooter =
  'If you did not expect this mail, you can ignore it; nobody gets in with your address alone.';

/** The mails of identity. Links begin with `PUBLIC_URL` and never with what a request says of its host. */
@Injectable()
export class IdentityMailsService {
  constructor(
    private readonly outbox: MailOutbox,
    private readonly config: Config,
  ) {}

  async verifyEmail(tx: Transaction, to: Recipient, token: string): Promise<void> {
    await this.send(tx, to, {
      kind: 'verify_email',
      urgency: 'awaited',
      subject: 'Confirm your e-mail address',
      paragraphs: [
        'Welcome. Confirm this address to finish your registration; the link works for 24 hours.',
      ],
      action: { label: 'Confirm e-mail address', path: `/verify-email?token=${token}` },
    });
  }

  async accountExported(tx: Transaction, to: Recipient, token: string): Promise<void> {
    await this.send(tx, to, {
      kind: 'account_exported',
      subject: 'Everything we know about you',
      paragraphs: ['Here is the file that you asked for. The link works for a day.'],
      action: { label: 'Download', path: `${apiBase}/auth/account/export?token=${token}` },
      footer: 'If you did not ask for it, choose a new password: somebody else is in your account.',
    });
  }

  /** Tells somebody that others erase them. */
  async erasureOrdered(tx: Transaction, to: Recipient, reason: string, dueAt: Date): Promise<void> {
    const day = dueAt.toISOString().slice(0, 10);
    await this.send(tx, to, {
      kind: 'erasure_ordered',
      subject: 'What we know about you will be erased',
      paragraphs: [
        `Your account here is closed. On ${day} we erase it and everything we know about you, for good.`,
        `The reason: ${reason}`,
        'If you want it kept, write to whoever runs this service before that day.',
      ],
    });
  }

  async erasureRequested(
    tx: Transaction,
    to: Recipient,
    token: string,
    dueAt: Date,
  ): Promise<void> {
    const day = dueAt.toISOString().slice(0, 10);
    await this.send(tx, to, {
      kind: 'erasure_requested',
      urgency: 'alarm',
      subject: 'Your account will be erased',
      paragraphs: [
        `You asked us to erase your account and everything we know about you. That happens on ${day}, for good.`,
        'If you think better of it, sign in before that day, or follow this link.',
      ],
      action: { label: 'Keep my account', path: `/keep-account?token=${token}` },
      footer: 'If it was not you, keep the account and choose a new password.',
    });
  }

  async alreadyRegistered(tx: Transaction, to: Recipient): Promise<void> {
    await this.send(tx, to, {
      kind: 'already_registered',
      urgency: 'awaited',
      subject: 'You already have an account',
      paragraphs: [
        'Somebody, perhaps you, tried to register with this address, which has an account already.',
        'Sign in as usual, or choose a new password if you forgot it.',
      ],
      action: { label: 'Sign in', path: '/sign-in' },
    });
  }

  async choosePassword(
    tx: Transaction,
    to: Recipient,
    token: string,
    organization: string,
  ): Promise<void> {
    await this.send(tx, to, {
      kind: 'choose_password',
      subject: `Your account at ${organization}`,
      paragraphs: [
        `An account at ${organization} was made for you. Choose a password to begin; the link works for 7 days.`,
      ],
      action: { label: 'Choose a password', path: `/choose-password?token=${token}` },
    });
  }

  async invitation(
    tx: Transaction,
    invitation: {
      readonly email: string;
      readonly token: string;
      readonly organization: string;
      readonly inviter: string;
    },
  ): Promise<void> {
    const { email, token, organization, inviter } = invitation;
    await this.send(
      tx,
      { email },
      {
        kind: 'invitation',
        subject: `Join ${organization}`,
        paragraphs: [`${inviter} invites you to ${organization}. The link works once, for 7 days.`],
        action: { label: 'Look at the invitation', path: `/invitation?token=${token}` },
      },
    );
  }

  async resetPassword(tx: Transaction, to: Recipient, token: string): Promise<void> {
    await this.send(tx, to, {
      kind: 'reset_password',
      urgency: 'awaited',
      subject: 'Choose a new password',
      paragraphs: [
        'A new password was asked for. The link works for one hour; without it nothing changes.',
      ],
      action: { label: 'Choose a new password', path: `/reset-password?token=${token}` },
    });
  }

  async secondFactorCode(tx: Transaction, to: Recipient, code: string): Promise<void> {
    await this.send(tx, to, {
      kind: 'second_factor_code',
      urgency: 'awaited',
      subject: 'Your code',
      paragraphs: [
        `Your code is ${code}. It works once and for 5 minutes.`,
        'Whoever asks you for it is not us. If you did not try to sign in, somebody knows your password: choose a new one.',
      ],
    });
  }

  async magicLink(
    tx: Transaction,
    to: Recipient,
    { token, code }: { readonly token: string; readonly code: string },
  ): Promise<void> {
    await this.send(tx, to, {
      kind: 'magic_link',
      urgency: 'awaited',
      subject: 'Your link to sign in',
      paragraphs: [
        'A link to sign in was asked for. It works once, for 15 minutes. Do not pass it on.',
        `Or enter this code where you asked for it, within five minutes: ${code.slice(0, 4)} ${code.slice(4)}`,
      ],
      action: { label: 'Sign in', path: `/magic-link?token=${token}` },
    });
  }

  /** @param reason a sentence that says why the password was taken away. */
  async resetRequired(
    tx: Transaction,
    to: Recipient,
    token: string,
    reason: string,
  ): Promise<void> {
    await this.send(tx, to, {
      kind: 'reset_required',
      urgency: 'awaited',
      subject: 'Choose a new password to get back in',
      paragraphs: [
        reason,
        'All sessions were ended, and the former password no longer works. The link works for one hour; the sign-in page sends a new one.',
      ],
      action: { label: 'Choose a new password', path: `/reset-password?token=${token}` },
    });
  }

  async send(tx: Transaction, to: Recipient, text: MailText): Promise<void> {
    const { action, footer = usualFooter, urgency = 'bulk' } = text;
    const body = renderMail({
      greeting: to.firstName === undefined ? 'Hello,' : `Hello ${to.firstName},`,
      paragraphs: text.paragraphs,
      ...(action
        ? { action: { label: action.label, url: this.config.publicUrl + action.path } }
        : {}),
      footer,
    });
    await this.outbox.enqueue(tx, {
      to: to.email,
      kind: text.kind,
      urgency,
      subject: text.subject,
      ...body,
    });
  }
}
