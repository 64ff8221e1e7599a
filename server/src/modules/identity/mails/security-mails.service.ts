import { Injectable } from '@nestjs/common';
import { apiBase } from '@gatehouse/contracts/route';
import type { Transaction } from '../../../platform/database/database.js';
import type { EmailChangeKind } from '../email-changes/email-changes.table.js';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import {
  IdentityMailsService,
  type Recipient,
  type ReportableLetter,
} from './identity-mails.service.js';
import type { ReportableMatter } from './reportable-mails.js';
import type { MailValue } from './texts/written-mail.js';

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

const factsOf = ({ place, at, browser, device, ipAddress }: SignInTold) => ({
  browser,
  device,
  ipAddress,
  place: place ?? '',
  time: { time: at },
});

/** What is told of a service account's key. */
export type ServiceKeyMail =
  'service_key_made' | 'service_key_rotated' | 'service_key_loosened' | 'service_key_withdrawn';

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

  /** @param token of the link that opens the file. */
  async accountExported(tx: Transaction, to: Owner, token: string): Promise<void> {
    const path = `${apiBase}/auth/account/export?token=${token}`;
    await this.report(tx, to, { kind: 'account_exported', values: {}, path });
  }

  /** To whoever of the staff asked for it. @param whose name of the person. */
  async accountExportedForYou(
    tx: Transaction,
    to: Owner,
    whose: string,
    token: string,
  ): Promise<void> {
    const path = `${apiBase}/auth/account/export?token=${token}`;
    await this.report(tx, to, { kind: 'account_exported_for_you', values: { whose }, path });
  }

  /** @param token of the link that calls the erasure off. */
  async erasureRequested(tx: Transaction, to: Owner, token: string, dueAt: Date): Promise<void> {
    const values = { day: { day: dueAt } };
    const path = `/keep-account?token=${token}`;
    await this.report(tx, to, { kind: 'erasure_requested', urgency: 'alarm', values, path });
  }

  async secondFactorCode(tx: Transaction, to: Owner, code: string): Promise<void> {
    const values = { code };
    await this.report(tx, to, { kind: 'second_factor_code', urgency: 'awaited', values });
  }

  async newDevice(tx: Transaction, to: Owner, signIn: SignInTold): Promise<void> {
    await this.alert(tx, to, { kind: 'new_device', values: factsOf(signIn) });
  }

  /** From a device that the account knows, in a country that it does not. */
  async newPlace(tx: Transaction, to: Owner, signIn: SignInTold): Promise<void> {
    await this.alert(tx, to, { kind: 'new_place', values: factsOf(signIn) });
  }

  async passwordChanged(tx: Transaction, to: Owner): Promise<void> {
    await this.alert(tx, to, { kind: 'password_changed', values: {} });
  }

  /** @param provider what it is called, such as `Google`. */
  async connectionLinked(tx: Transaction, to: Owner, provider: string): Promise<void> {
    await this.alert(tx, to, { kind: 'connection_linked', values: { provider } });
  }

  /** @param provider what it is called, such as `Google`. */
  async connectionUnlinked(tx: Transaction, to: Owner, provider: string): Promise<void> {
    await this.alert(tx, to, { kind: 'connection_unlinked', values: { provider } });
  }

  /** @param by name of the administrator. */
  async factorsReset(tx: Transaction, to: Owner, by: MailValue, reason: string): Promise<void> {
    await this.alert(tx, to, { kind: 'second_factors_reset', values: { by, reason } });
  }

  /** @param whose name of the person. */
  async factorsResetByYou(
    tx: Transaction,
    to: Owner,
    whose: string,
    reason: string,
  ): Promise<void> {
    await this.alert(tx, to, { kind: 'second_factors_reset_by_you', values: { whose, reason } });
  }

  /** @param by name of whoever acts for the person, and where they come from. */
  async impersonated(
    tx: Transaction,
    to: Owner,
    by: { readonly name: string; readonly from: MailValue },
    { reason, minutes }: { readonly reason: string; readonly minutes: number },
  ): Promise<void> {
    const values = { ...by, reason, minutes: String(minutes) };
    await this.report(tx, to, {
      kind: 'impersonated',
      urgency: 'alarm',
      values,
      path: '/sessions',
    });
  }

  /** @param become what the reader is now, such as "an admin". */
  async youChangedAmongStaff(tx: Transaction, to: Owner, become: MailValue): Promise<void> {
    await this.alert(tx, to, { kind: 'staff_you_changed', values: { become } });
  }

  /** @param become what somebody else is now. */
  async staffChanged(
    tx: Transaction,
    to: Owner,
    who: { readonly name: string; readonly email: string },
    become: MailValue,
  ): Promise<void> {
    await this.alert(tx, to, { kind: 'staff_changed', values: { ...who, become } });
  }

  /** @param key its name and how it begins. */
  async keyReported(tx: Transaction, to: Recipient, key: string): Promise<void> {
    const path = '/keys';
    await this.mails.send(tx, to, {
      kind: 'api_key_reported',
      urgency: 'alarm',
      values: { key },
      path,
    });
  }

  /** @param facts what the key is called, and when it ends. @param path where it is seen. */
  async keyExpiring(
    tx: Transaction,
    to: Recipient,
    facts: { readonly name: string; readonly day: MailValue },
    path: string,
  ): Promise<void> {
    await this.mails.send(tx, to, { kind: 'api_key_expiring', values: facts, path });
  }

  /** @param facts the names of the account, of the key, and of who did it. */
  async serviceKeyChanged(
    tx: Transaction,
    to: Recipient,
    kind: ServiceKeyMail,
    facts: { readonly account: string; readonly name: string; readonly by: string },
    accountId: string,
  ): Promise<void> {
    const path = `/automation/${accountId}`;
    await this.mails.send(tx, to, { kind, urgency: 'alarm', values: facts, path });
  }

  async confirmAddress(tx: Transaction, to: Recipient, token: string): Promise<void> {
    const path = `/confirm-email?token=${token}`;
    await this.mails.send(tx, to, {
      kind: 'confirm_address',
      urgency: 'awaited',
      values: {},
      path,
    });
  }

  /** To the owner of an account with that address. */
  async addressInUse(tx: Transaction, to: Recipient): Promise<void> {
    await this.mails.send(tx, to, { kind: 'address_in_use', urgency: 'alarm', values: {} });
  }

  /** To an address that its account no longer has; nothing is undone from there. */
  async addressGone(tx: Transaction, to: Recipient): Promise<void> {
    await this.mails.send(tx, to, { kind: 'address_gone', urgency: 'alarm', values: {} });
  }

  async emailChangeAsked(
    tx: Transaction,
    to: Owner,
    newEmail: string,
    kind: EmailChangeKind,
  ): Promise<void> {
    const asked = kind === 'add' ? 'email_addition_asked' : 'email_change_asked';
    await this.alert(tx, to, { kind: asked, values: { newEmail } });
  }

  /** Where whoever runs the installation asks for somebody who lost their mailbox. */
  async emailHandoverAsked(tx: Transaction, to: Owner, newEmail: string): Promise<void> {
    await this.alert(tx, to, { kind: 'email_handover_asked', values: { newEmail } });
  }

  /** To the former address, which can undo it. */
  async emailChanged(tx: Transaction, former: Owner, newEmail: string): Promise<void> {
    await this.alert(tx, former, { kind: 'email_changed', values: { newEmail } });
  }

  async emailIsNow(tx: Transaction, to: Owner): Promise<void> {
    await this.alert(tx, to, { kind: 'email_is_now', values: {} });
  }

  /** Tells an owner of something, with the link by which they say that it was somebody else. */
  async alert(tx: Transaction, to: Owner, matter: ReportableMatter): Promise<void> {
    await this.report(tx, to, { ...matter, urgency: 'alarm' });
  }

  private async report(tx: Transaction, to: Owner, letter: ReportableLetter): Promise<void> {
    const report = await this.tokens.issueReport(tx, to.id, to.email);
    await this.mails.send(tx, to, { ...letter, report });
  }
}
