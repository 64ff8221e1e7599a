import { z } from 'zod';
import { eventsFrom } from '../event.js';
import { id } from '../fields.js';
import { delayedProofs } from './sign-in-means.js';

const event = eventsFrom('/identity');

/** Why a sign-in failed; the caller is told only of a delay, which is refused unheard, and of ways not allowed. */
export const signInFailures = ['wrong_credentials', 'account_not_usable', 'delayed'] as const;
export type SignInFailure = (typeof signInFailures)[number];

const person = z.object({ userId: id });
/** Of an administrator's deed: whom it was done to. */
const target = z.object({ userId: id });
const emailChange = person.extend({ from: z.string(), to: z.string() });

/** About a person alone, whichever organizations they belong to. */
const withheld = { withheld: true } as const;

/** What happens to accounts, from registration to erasure, sign-ins included. */
export const accountEvents = {
  userRegistered: event(
    'user.registered',
    'Somebody registered or was added',
    person.extend({ email: z.string(), firstName: z.string(), lastName: z.string() }),
  ),
  usersImported: event(
    'users.imported',
    'People were added by an import, which tells of some hundred at a time',
    z.object({ importId: id, userIds: z.array(id) }),
  ),
  importRetried: event(
    'users.import_retried',
    'An import that was given up goes on, in the name of whoever wants it to',
    z.object({ importId: id, createdBy: id }),
  ),
  importCancelled: event(
    'users.import_cancelled',
    'An import was stopped; what was done stays done',
    z.object({ importId: id, createdBy: id }),
  ),
  usersExported: event(
    'users.exported',
    'The people of an organization were taken out as a file',
    z.object({ format: z.string() }),
  ),
  userEmailVerified: event(
    'user.email_verified',
    'An e-mail address was confirmed',
    person,
    withheld,
  ),
  userClaimed: event(
    'user.claimed',
    'Somebody proved that the address of an account is theirs which others had made for them',
    person,
  ),
  userLogin: event(
    'user.login',
    'A sign-in succeeded',
    person.extend({ email: z.string(), sessionId: id, method: z.string() }),
  ),
  userLoginFailed: event(
    'user.login_failed',
    'A sign-in failed',
    z.object({
      userId: id.nullable(),
      identifier: z.string(),
      reason: z.enum(signInFailures),
    }),
    { version: '1.1.0' },
  ),
  newDeviceUsed: event(
    'user.new_device',
    'Somebody signed in from a device that their account did not know',
    person.extend({ sessionId: id }),
  ),
  newPlaceUsed: event(
    'user.new_place',
    'Somebody signed in from a country that their account did not know',
    person.extend({ sessionId: id, country: z.string() }),
  ),
  userUpdated: event(
    'user.updated',
    'An account was changed',
    target.extend({ fields: z.array(z.string()) }),
  ),
  userDeactivated: event('user.deactivated', 'An account was deactivated', target),
  userActivated: event('user.activated', 'An account was activated', target),
  delaysLifted: event(
    'user.delays_lifted',
    'Somebody whom failures made wait may try again at once',
    target.extend({ proofs: z.array(z.enum(delayedProofs)) }),
  ),
  userDeleted: event('user.deleted', 'An account was deleted', target),
  accountExported: event(
    'user.data_exported',
    'Somebody was told everything that is known about them',
    person,
    withheld,
  ),
  userErasureRequested: event(
    'user.erasure_requested',
    'Somebody asked for the erasure of their account',
    person.extend({ dueAt: z.iso.datetime() }),
  ),
  userErasureOrdered: event(
    'user.erasure_ordered',
    'The staff of the installation set a day on which somebody is erased',
    target.extend({ dueAt: z.iso.datetime(), reason: z.string() }),
  ),
  userErasureCancelled: event(
    'user.erasure_cancelled',
    'The erasure of an account was called off',
    person,
  ),
  userErased: event(
    'user.erased',
    'An account was erased; listeners forget what they know of the person',
    /** What to look for, sealed by the field cipher: a JSON list of addresses and usernames. */
    person.extend({ sealedWords: z.base64() }),
    withheld,
  ),
  magicLinkRequested: event(
    'user.magic_link_requested',
    'A link to sign in was asked for and mailed',
    person,
  ),
  emailChangeRequested: event(
    'user.email_change_requested',
    'Another e-mail address was asked for',
    person,
  ),
  emailChanged: event('user.email_changed', 'An e-mail address was changed', emailChange),
  emailAdded: event(
    'user.email_added',
    'Somebody confirmed another e-mail address of theirs',
    person.extend({ email: z.string() }),
  ),
  emailRemoved: event(
    'user.email_removed',
    'An e-mail address was taken from an account',
    person.extend({ email: z.string() }),
  ),
  emailChangeUndone: event(
    'user.email_change_undone',
    'A former e-mail address took its account back',
    emailChange,
  ),
  accountReported: event(
    'user.compromise_reported',
    'Somebody answered a mail with "This wasn\'t me": the account was closed to all but a reset',
    person,
  ),
};

/** The place that the words of `user.erased` are sealed for. */
export const erasedWordsPlace = (userId: string): string => `user.erased:${userId}`;
