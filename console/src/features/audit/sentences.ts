import { events, type SessionEndReason, type SignInFailure } from '@gatehouse/contracts/events';
import type { AuditEntry } from '@gatehouse/contracts/audit';
import { groupSentences } from './identity/group-sentences';
import { permissionSentences } from './identity/permission-sentences';
import { notificationSentences } from './notification-sentences';
import { securitySentences } from './security-sentences';
import { staffSentences } from './staff-sentences';
import { webhookSentences } from './webhook-sentences';

export interface Told {
  /** Who did it, as the subject of a sentence. */
  actor: string;
  /** Whom it was done to; undefined when that is the actor. */
  target: string | undefined;
  fact: (name: string) => string | undefined;
  /** Nobody did it: the actor is whom it happened to. */
  byItself: boolean;
}

const roleNames: Record<string, string> = {
  BOSS: 'owner',
  MANAGER: 'manager',
  EMPLOYEE: 'employee',
};
const staffRoleNames: Record<string, string> = {
  super_admin: 'a super admin',
  admin: 'an admin',
  auditor: 'an auditor',
};
const methodNames: Record<string, string> = {
  passkey: 'a passkey',
  totp: 'an authenticator app',
  sms_code: 'a code by SMS',
  email_code: 'a code by mail',
  backup_code: 'a backup code',
  password: 'a password',
  // References of RFC 8176, as sign-ins name them.
  pwd: 'a password',
  otp: 'an authenticator app',
  mail: 'a link by mail',
  backup: 'a backup code',
  fed: 'an account elsewhere',
  hwk: 'a passkey',
  device: 'a trusted device',
  sms: 'a code by SMS',
  email: 'a code by mail',
};
const reasonNames: Record<SessionEndReason | SignInFailure, string> = {
  signed_out: 'signed out',
  signed_out_everywhere: 'signed out everywhere',
  signed_out_elsewhere: 'signed out everywhere else',
  revoked: 'ended by hand',
  password_changed: 'the password was changed',
  password_reset: 'the password was reset',
  account_deactivated: 'the account was deactivated',
  account_deleted: 'the account was deleted',
  erasure_requested: 'the account is to be erased',
  second_factor_changed: 'two-factor sign-in was changed',
  refresh_token_reused: 'a used token came back',
  stepped_up: 'went on after another proof',
  organization_switched: 'went on in another organization',
  organization_left: 'no longer a member',
  organization_closed: 'the organization was closed',
  reported: 'reported as somebody else',
  email_changed: 'the e-mail address was changed',
  reset_forced: 'a new password was asked for',
  idle_too_long: 'not used for too long',
  impersonation_ended: 'somebody stopped acting for them',
  wrong_credentials: 'wrong name or password',
  account_not_usable: 'the account is not confirmed or not active, or the password too old',
  delayed: 'refused unheard, too soon after failures',
};

/** As much of an entry as its sentence needs. */
type Sayable = Pick<
  AuditEntry,
  'action' | 'actorId' | 'actorName' | 'affectedId' | 'affectedName' | 'details'
>;

const spaced = (word: string) => word.replaceAll('_', ' ');
const roleOf = (role: string | undefined) => (role ? (roleNames[role] ?? role) : 'no role');
const methodOf = (methods: string | undefined) =>
  methods
    ? methods
        .split('+')
        // Told by the passkey already.
        .filter((method) => method !== 'user')
        // `fed:acme` names the provider.
        .map((method) => methodNames[method.split(':', 1)[0] ?? ''] ?? spaced(method))
        .join(' and ')
    : 'a second factor';
const because = (reason: string | undefined) =>
  reason ? ` (${(reasonNames as Record<string, string>)[reason] ?? spaced(reason)})` : '';

const called = (name: string | undefined) => (name ? ` (${name})` : '');
const whose = ({ target }: Told) => (target === undefined ? 'their' : `${target}'s`);

const endedBy = (told: Told) => {
  const { actor, target } = told;
  const count = Number(told.fact('count') ?? 1);
  if (count > 1) return `${actor} ended ${count} of ${whose(told)} sessions`;
  return `${actor} ended a session${target === undefined ? '' : ` of ${target}`}`;
};

const sentences: Record<string, (told: Told) => string> = {
  ...groupSentences,
  ...permissionSentences,
  ...notificationSentences,
  ...securitySentences,
  ...staffSentences,
  ...webhookSentences,
  [events.organizationCreated.type]: ({ actor, fact }) =>
    `${actor} created the organization ${fact('name') ?? ''}`.trim(),
  [events.organizationUpdated.type]: ({ actor }) => `${actor} changed the organization`,
  [events.organizationErased.type]: () => 'What the closed organization held was erased',
  [events.organizationClosed.type]: ({ actor, fact }) =>
    `${actor} closed the organization${because(fact('reason'))}`,
  [events.organizationReopened.type]: ({ actor, fact }) =>
    `${actor} opened the organization again${because(fact('reason'))}`,
  [events.ownershipTransferred.type]: ({ actor, target }) =>
    `${actor} made ${target ?? 'somebody'} the owner in their place`,
  [events.attributesDefined.type]: ({ actor }) =>
    `${actor} changed what the organization wants to know of its people`,
  [events.policiesChanged.type]: ({ actor }) => `${actor} changed the organization's policies`,
  [events.invitationCreated.type]: ({ actor, fact }) =>
    `${actor} invited ${fact('email') ?? 'somebody'} as ${roleOf(fact('role'))}`,
  [events.invitationResent.type]: ({ actor, fact }) =>
    `${actor} sent the invitation of ${fact('email') ?? 'somebody'} again`,
  [events.invitationRevoked.type]: ({ actor, fact }) =>
    `${actor} revoked the invitation of ${fact('email') ?? 'somebody'}`,
  [events.invitationAccepted.type]: ({ actor, fact }) =>
    `${actor} accepted an invitation and joined as ${roleOf(fact('role'))}`,
  [events.memberErased.type]: () => 'The account of a member was erased',
  [events.memberLeft.type]: ({ actor, target }) =>
    target === undefined ? `${actor} left the organization` : `${actor} removed ${target}`,
  [events.userRegistered.type]: ({ actor, target, fact }) => {
    const name = [fact('firstName'), fact('lastName')].filter(Boolean).join(' ');
    return target === undefined
      ? `${name || actor} registered`
      : `${actor} added ${name || target}`;
  },
  [events.usersImported.type]: ({ actor }) => `${actor} added people by an import`,
  [events.importRetried.type]: ({ actor }) => `${actor} had an import that was given up go on`,
  [events.importCancelled.type]: ({ actor }) => `${actor} stopped an import of people`,
  [events.accountExported.type]: ({ actor }) =>
    `${actor} was sent everything that is known about them`,
  [events.userErasureRequested.type]: ({ actor }) =>
    `${actor} asked for the erasure of their account`,
  [events.userErasureOrdered.type]: ({ actor, target, fact }) =>
    `${actor} ordered the erasure of ${target ?? 'a person'}${because(fact('reason'))}`,
  [events.userErasureCancelled.type]: ({ actor }) => `${actor} called the erasure off`,
  [events.userErased.type]: () => 'An account was erased',
  [events.userEmailVerified.type]: ({ actor }) => `${actor} confirmed their e-mail address`,
  [events.usersExported.type]: ({ actor, fact }) =>
    `${actor} took the people out as a file (${fact('format') ?? 'of an unknown kind'})`,
  [events.userClaimed.type]: ({ actor }) => `${actor} took over the account that was made for them`,
  [events.userLogin.type]: ({ actor, fact }) =>
    `${actor} signed in with ${methodOf(fact('method') ?? 'password')}`,
  [events.userLoginFailed.type]: ({ fact }) =>
    `A sign-in as ${fact('identifier') ?? 'somebody'} failed${because(fact('reason'))}`,
  [events.userUpdated.type]: (told) => `${told.actor} changed ${whose(told)} account`,
  [events.userDeactivated.type]: ({ actor, target }) =>
    `${actor} deactivated ${target ?? 'a person'}`,
  [events.userActivated.type]: ({ actor, target }) => `${actor} activated ${target ?? 'a person'}`,
  [events.userDeleted.type]: ({ actor, target }) => `${actor} deleted ${target ?? 'a person'}`,
  [events.delaysLifted.type]: ({ actor, target }) =>
    `${actor} let ${target ?? 'a person'} try to sign in again at once`,
  [events.roleChanged.type]: ({ actor, target, fact }) =>
    `${actor} changed ${target ?? 'a person'} from ${roleOf(fact('from'))} to ${roleOf(fact('to'))}`,
  [events.customRoleCreated.type]: ({ actor, fact }) =>
    `${actor} made the role ${fact('name') ?? ''}`,
  [events.customRoleUpdated.type]: ({ actor, fact }) =>
    `${actor} changed the role ${fact('name') ?? ''}`,
  [events.customRoleDeleted.type]: ({ actor, fact }) =>
    `${actor} deleted the role ${fact('name') ?? ''}${fact('replacement') === undefined ? '' : `; whoever had it is ${roleOf(fact('replacement'))} now`}`,
  [events.staffAppointed.type]: ({ actor, target, fact }) =>
    `${actor} made ${target ?? 'themselves'} ${staffRoleNames[fact('to') ?? ''] ?? 'somebody'} of the installation`,
  [events.staffDismissed.type]: ({ actor, target }) =>
    target === undefined
      ? `${actor} left the staff of the installation`
      : `${actor} dismissed ${target} from the staff of the installation`,
  [events.staffIntervened.type]: ({ actor, target, fact }) =>
    `${actor}, of the staff of the installation: ${spaced(fact('deed') ?? 'something')} for ${target ?? 'somebody'}${because(fact('reason'))}`,
  [events.sessionCreated.type]: ({ actor }) => `${actor} began a session`,
  [events.sessionEnded.type]: (told) =>
    `${told.byItself ? `A session of ${told.actor} ended` : endedBy(told)}${because(told.fact('reason'))}`,
  [events.sessionSteppedUp.type]: ({ actor, fact }) =>
    `${actor} confirmed with ${methodOf(fact('method'))} that it was them`,
  [events.refreshTokenReused.type]: ({ actor, target }) =>
    `A used token of ${target ?? actor} came back: the session was ended`,
  [events.twoFactorEnabled.type]: ({ actor, fact }) =>
    `${actor} turned on ${methodOf(fact('method'))} as second factor${called(fact('name'))}`,
  [events.twoFactorDisabled.type]: ({ actor, fact }) =>
    `${actor} removed ${methodOf(fact('method'))}${called(fact('name'))}`,
  [events.twoFactorRenamed.type]: ({ actor, fact }) =>
    `${actor} renamed ${methodOf(fact('method'))} from ${fact('from')} to ${fact('to')}`,
  [events.passkeyCounterRegressed.type]: ({ actor, target, fact }) =>
    `A passkey of ${target ?? actor}${called(fact('name'))} was refused: it may have been copied`,
  [events.twoFactorVerified.type]: ({ actor, fact }) =>
    `${actor} confirmed a sign-in with ${methodOf(fact('method'))}`,
  [events.twoFactorFailed.type]: ({ actor, target }) =>
    `A second factor of ${target ?? actor} was refused`,
  [events.deviceTrusted.type]: ({ actor }) => `${actor} trusts a device`,
  [events.devicesForgotten.type]: (told) =>
    `${Number(told.fact('count') ?? 1) > 1 ? `${told.fact('count')} of ${whose(told)} devices are` : `A device of ${told.target ?? told.actor} is`} trusted no longer`,
  [events.backupCodesRegenerated.type]: ({ actor }) => `${actor} made new backup codes`,
  [events.connectionLinked.type]: ({ actor, fact }) =>
    `${actor} connected an account at ${fact('provider') ?? 'a provider'} to sign in with`,
  [events.connectionUnlinked.type]: ({ actor, fact }) =>
    `${actor} disconnected an account at ${fact('provider') ?? 'a provider'}`,
  [events.serviceAccountCreated.type]: ({ actor, fact }) =>
    `${actor} made the service account ${fact('name') ?? ''} as ${roleOf(fact('role'))}`,
  [events.apiKeyCreated.type]: ({ actor, target, fact }) =>
    `${actor} made the API key ${fact('name') ?? ''}${target === undefined ? '' : ` of ${target}`}`,
  [events.apiKeyUpdated.type]: ({ actor, fact }) =>
    `${actor} changed the API key ${fact('name') ?? ''}`,
  [events.apiKeyRotated.type]: ({ actor, fact }) =>
    `${actor} gave the API key ${fact('name') ?? ''} a new secret`,
  [events.apiKeyExpiring.type]: ({ fact }) =>
    `The API key ${fact('name') ?? ''} ends within a week`,
  [events.apiKeyRevoked.type]: ({ actor, fact }) =>
    fact('cause') === 'account_reported'
      ? `The API key ${fact('name') ?? ''} ended, as ${actor} reported that somebody else was in their account`
      : `${actor} ended the API key ${fact('name') ?? ''}`,
  [events.apiKeyReported.type]: ({ fact }) =>
    `The API key ${fact('name') ?? ''} was found where it does not belong, and ended`,
  [events.passwordChanged.type]: ({ actor }) => `${actor} changed their password`,
  [events.passwordResetRequested.type]: ({ actor, target }) =>
    `A password reset was asked for ${target ?? actor}`,
  [events.passwordReset.type]: ({ actor, target }) =>
    `${target ?? actor} chose a new password by mail`,
  [events.magicLinkRequested.type]: ({ actor, target }) =>
    `A link to sign in was mailed to ${target ?? actor}`,
  [events.impersonationStarted.type]: ({ actor, target, fact }) =>
    `${actor} began to act for ${target ?? 'a person'}: ${fact('reason') ?? 'no reason'}`,
  [events.impersonationEnded.type]: ({ actor, target }) =>
    `${actor} stopped acting for ${target ?? 'a person'}`,
  [events.passwordResetForced.type]: ({ actor, target }) =>
    `${actor} made ${target ?? 'a person'} choose a new password`,
  [events.twoFactorReset.type]: (told) =>
    `${told.actor} took ${whose(told)} second factors away: ${told.fact('reason') ?? 'no reason'}`,
  [events.emailChangeRequested.type]: ({ actor }) => `${actor} asked for another e-mail address`,
  [events.emailChanged.type]: ({ actor, fact }) =>
    `${actor} changed their e-mail address to ${fact('to') ?? 'another one'}`,
  [events.emailAdded.type]: ({ actor, fact }) =>
    `${actor} added the e-mail address ${fact('email') ?? ''}`.trim(),
  [events.emailRemoved.type]: ({ actor, fact }) =>
    `${actor} removed the e-mail address ${fact('email') ?? ''}`.trim(),
  [events.emailChangeUndone.type]: ({ actor, fact }) =>
    `${actor} took the e-mail address ${fact('to') ?? ''} back`,
  [events.accountReported.type]: ({ actor, target }) =>
    `${target ?? actor} reported that somebody else was in their account`,
};

/** What happened, as a sentence a person reads. Unknown kinds fall back to their name. */
export const sentenceOf = (entry: Sayable): string => {
  const fact = (name: string) => {
    const value = entry.details[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  const { actorId, actorName, affectedId, affectedName } = entry;
  const told: Told = {
    actor: (actorId === null ? affectedName : actorName) ?? fact('email') ?? 'Somebody',
    target:
      actorId === null || affectedId === null || affectedId === actorId
        ? undefined
        : (affectedName ?? 'somebody'),
    fact,
    byItself: actorId === null,
  };
  const known = Object.values(events).find((event) => event.type === entry.action);
  return sentences[entry.action]?.(told) ?? known?.summary ?? entry.action;
};
