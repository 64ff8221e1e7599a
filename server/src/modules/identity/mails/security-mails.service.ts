import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database.js';
import type { EmailChangeKind } from '../email-changes/email-changes.table.js';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import { IdentityMailsService, type MailText, type Recipient } from './identity-mails.service.js';

/** Whose account a mail tells of. */
export interface Owner extends Recipient {
  readonly id: string;
}

/** A sign-in, in words a person knows it by. */
export interface SignInTold {
  readonly device: string;
  readonly browser: string;
  readonly ipAddress: string;
  /** Where that is, as far as it is known. */
  readonly place: string | null;
  readonly at: Date;
}

type Alert = Pick<MailText, 'kind' | 'subject' | 'paragraphs'>;

const time = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});

const factsOf = ({ browser, device, ipAddress, place, at }: SignInTold): string[] => [
  `Device: ${browser} on ${device}`,
  ...(place === null ? [] : [`Place: ${place}`]),
  `Address: ${ipAddress}`,
  `Time: ${time.format(at)} UTC`,
];

/**
 * Mails that tell an account's owner of what may have been somebody else's doing. Each carries a
 * link by which its reader says so.
 */
@Injectable()
export class SecurityMailsService {
  constructor(
    private readonly mails: IdentityMailsService,
    private readonly tokens: OneTimeTokensService,
  ) {}

  async newDevice(tx: Transaction, to: Owner, signIn: SignInTold): Promise<void> {
    await this.alert(tx, to, {
      kind: 'new_device',
      subject: 'New sign-in to your account',
      paragraphs: [
        'Your account was signed in to from a device or a place that it did not know.',
        ...factsOf(signIn),
      ],
    });
  }

  /** From a device that the account knows, in a country that it does not. */
  async newPlace(tx: Transaction, to: Owner, signIn: SignInTold): Promise<void> {
    await this.alert(tx, to, {
      kind: 'new_place',
      subject: 'Sign-in to your account from a new place',
      paragraphs: [
        'Your account was signed in to from a country that it did not know.',
        ...factsOf(signIn),
      ],
    });
  }

  async passwordChanged(tx: Transaction, to: Owner): Promise<void> {
    await this.alert(tx, to, {
      kind: 'password_changed',
      subject: 'Your password was changed',
      paragraphs: ['The password of your account was changed, and your other sessions were ended.'],
    });
  }

  /** Of what was changed in their own name. */
  async accountChanged(
    tx: Transaction,
    to: Owner,
    { kind, subject, says }: { kind: string; subject: string; says: string },
  ): Promise<void> {
    await this.alert(tx, to, { kind, subject, paragraphs: [says] });
  }

  /** @param label of the provider, such as `Google`. */
  async connectionLinked(tx: Transaction, to: Owner, label: string): Promise<void> {
    await this.alert(tx, to, {
      kind: 'connection_linked',
      subject: `Your account is connected to ${label}`,
      paragraphs: [
        `Whoever signs in to the ${label} account that was connected now gets in here too.`,
      ],
    });
  }

  /** @param label of the provider, such as `Google`. */
  async connectionUnlinked(tx: Transaction, to: Owner, label: string): Promise<void> {
    await this.alert(tx, to, {
      kind: 'connection_unlinked',
      subject: `Your account is no longer connected to ${label}`,
      paragraphs: [`A ${label} account was disconnected; nobody gets in here with it any more.`],
    });
  }

  /** @param by name of the administrator. */
  async factorsReset(tx: Transaction, to: Owner, by: string, reason: string): Promise<void> {
    await this.alert(tx, to, {
      kind: 'second_factors_reset',
      subject: 'Your second factors were taken away',
      paragraphs: [
        `${by} took the second factors of your account away, and your sessions were ended.`,
        `Reason: ${reason}`,
        'Sign in with your password, and turn a second factor on again.',
      ],
    });
  }

  /** @param whose name of the person. */
  async factorsResetByYou(
    tx: Transaction,
    to: Owner,
    whose: string,
    reason: string,
  ): Promise<void> {
    await this.alert(tx, to, {
      kind: 'second_factors_reset_by_you',
      subject: `You took the second factors of ${whose} away`,
      paragraphs: [
        `In your name, the second factors of ${whose} were taken away, and their sessions were ended.`,
        `Reason: ${reason}`,
      ],
    });
  }

  /** @param by name of whoever acts for the person, and where they come from. */
  async impersonated(
    tx: Transaction,
    to: Recipient,
    by: { readonly name: string; readonly from: string },
    { reason, minutes }: { readonly reason: string; readonly minutes: number },
  ): Promise<void> {
    await this.mails.send(tx, to, {
      kind: 'impersonated',
      urgency: 'alarm',
      subject: `${by.name} acts for you`,
      paragraphs: [
        `${by.name}, ${by.from}, acts for you for at most ${minutes} minutes. Your password, your second factors, your address and your keys stay out of reach.`,
        `Reason: ${reason}`,
      ],
      action: { label: 'See your sessions', path: '/sessions' },
      footer: 'What is done in your name is kept in the audit trail with the name of who did it.',
    });
  }

  /** @param what such as "You are an admin". */
  async staffChanged(tx: Transaction, to: Owner, what: string): Promise<void> {
    await this.alert(tx, to, {
      kind: 'staff_changed',
      subject: 'The staff of the installation has changed',
      paragraphs: [`${what} of this installation of Gatehouse.`],
    });
  }

  /** @param key its name and how it begins. */
  async keyReported(tx: Transaction, to: Recipient, key: string): Promise<void> {
    await this.mails.send(tx, to, {
      kind: 'api_key_reported',
      urgency: 'alarm',
      subject: 'An API key was found and ended',
      paragraphs: [
        `Somebody found the API key ${key} where it does not belong, and reported it. It was ended at once.`,
        'Make a new one for the programs that used it, and find out how it got there: what it could do may have been done.',
      ],
      action: { label: 'See your API keys', path: '/keys' },
    });
  }

  async confirmAddress(tx: Transaction, to: Recipient, token: string): Promise<void> {
    await this.mails.send(tx, to, {
      kind: 'confirm_address',
      urgency: 'awaited',
      subject: 'Confirm your new e-mail address',
      paragraphs: [
        'This address was given as one of an account. Confirm it to make it so; the link works for 24 hours.',
      ],
      action: { label: 'Confirm this address', path: `/confirm-email?token=${token}` },
    });
  }

  /** To the owner of an account with that address. */
  async addressInUse(tx: Transaction, to: Recipient): Promise<void> {
    await this.mails.send(tx, to, {
      kind: 'address_in_use',
      urgency: 'alarm',
      subject: 'Your address belongs to your account already',
      paragraphs: [
        'Somebody, perhaps you, asked to give this address to another account. An address has one account, so nothing was changed.',
      ],
    });
  }

  /** To an address that its account no longer has; nothing is undone from there. */
  async addressGone(tx: Transaction, to: Recipient): Promise<void> {
    await this.mails.send(tx, to, {
      kind: 'address_gone',
      urgency: 'alarm',
      subject: 'This is no longer an address of your account',
      paragraphs: [
        'It was taken from the account by somebody who is signed in to it. The primary address of the account was told too, and can say that it was somebody else.',
      ],
    });
  }

  async emailChangeAsked(
    tx: Transaction,
    to: Owner,
    newEmail: string,
    kind: EmailChangeKind,
  ): Promise<void> {
    const wish =
      kind === 'add'
        ? `to give it a further address, ${newEmail}`
        : `to change its address to ${newEmail}`;
    await this.alert(tx, to, {
      kind: 'email_change_asked',
      subject: 'Another e-mail address was asked for',
      paragraphs: [
        `Somebody who is signed in to your account, and proved again that it is theirs, asked ${wish}. That takes effect when that address confirms.`,
      ],
    });
  }

  /** To the former address, which can undo it. */
  async emailChanged(tx: Transaction, former: Owner, newEmail: string): Promise<void> {
    await this.alert(tx, former, {
      kind: 'email_changed',
      subject: 'Your e-mail address was changed',
      paragraphs: [
        `The address of your account is now ${newEmail}, and your other sessions were ended.`,
        'For 7 days this address can undo the change.',
      ],
    });
  }

  async emailIsNow(tx: Transaction, to: Owner): Promise<void> {
    await this.alert(tx, to, {
      kind: 'email_is_now',
      subject: 'This is your e-mail address now',
      paragraphs: ['Sign in with this address from now on. Your former address was told too.'],
    });
  }

  private async alert(tx: Transaction, to: Owner, alert: Alert): Promise<void> {
    const token = await this.tokens.issueReport(tx, to.id, to.email);
    await this.mails.send(tx, to, {
      ...alert,
      urgency: 'alarm',
      action: { label: "This wasn't me", path: `/not-me?token=${token}` },
      footer:
        'If this was you, there is nothing to do. If not, the link ends every session and lets you choose a new password; it works for 7 days.',
    });
  }
}
