import type { MailKind } from './texts/mail-texts.js';
import type { MailMatter } from './texts/written-mail.js';

/**
 * Mails without a link "This wasn't me", and why. Every other tells of what somebody did in the
 * reader's account, and carries one: it is not written without.
 */
export const unreportableMails = {
  verify_email: 'nobody can sign in to the account yet',
  choose_password: 'nobody can sign in to the account yet',
  invitation: 'the reader need not have an account',
  already_registered: 'nothing was changed; it was asked for without signing in',
  reset_password: 'nothing was changed; it was asked for without signing in',
  magic_link: 'nothing was changed; it was asked for without signing in',
  reset_required: 'the account is closed to all but its reader',
  confirm_address: 'the address is none of the account yet',
  address_in_use: 'it was done in another account, and changed nothing',
  address_gone: 'the address is none of the account any more',
  export_ordered: 'the staff did it, not somebody in the account of the reader',
  erasure_ordered: 'the staff did it, not somebody in the account of the reader',
  organization_closed: 'it was done to an organization, not in the account of the reader',
  organization_erasure: 'it was done to an organization, not in the account of the reader',
  api_key_reported: 'whoever found the key did it, and it has ended',
  api_key_expiring: 'nobody did anything',
  service_key_made: 'it tells whoever looks after service accounts what others did',
  service_key_rotated: 'it tells whoever looks after service accounts what others did',
  service_key_loosened: 'it tells whoever looks after service accounts what others did',
  service_key_withdrawn: 'it tells whoever looks after service accounts what others did',
} as const satisfies Partial<Record<MailKind, string>>;

type UnreportableKind = keyof typeof unreportableMails;

/** What a mail without the link is about. */
export type UnreportableMatter = Extract<MailMatter, { kind: UnreportableKind }>;

/** What a mail with the link is about. */
export type ReportableMatter = Exclude<MailMatter, UnreportableMatter>;
