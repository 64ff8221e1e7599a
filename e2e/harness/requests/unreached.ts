/** Names of routes, by why a request that a program makes up does not get as far as their work. */
type Reasons = Readonly<Record<string, readonly string[]>>;

const byName = (reasons: Reasons): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(reasons).flatMap(([reason, names]) =>
      names.map((name): [string, string] => [name, reason]),
    ),
  );

/** Their work is never reached: tests of their own do it. */
export const unreachable = byName({
  'it is done once, before anything else': ['setup.complete'],
  'an authenticator app or a message shows the code': [
    'twoFactor.enableTotp',
    'twoFactor.enableEmailCode',
    'smsCodes.enable',
    'signIn.beginSecondFactor',
    'stepUp.finish',
  ],
  'that factor has to be on': ['twoFactor.disableEmailCode', 'smsCodes.disable'],
  'a passkey signs it': [
    'passkeys.register',
    'passkeys.rename',
    'passkeys.remove',
    'passkeys.signIn',
  ],
  'a browser has to be trusted at a sign-in': ['trustedDevices.revoke'],
  'an account elsewhere proves it, and no provider is set up': [
    'social.start',
    'social.finish',
    'connections.start',
    'connections.finish',
    'connections.remove',
  ],
  'a mail that comes later has the token': [
    'recovery.reportNotMe',
    'accountExport.download',
    'preferences.unsubscribe',
  ],
  'the invitation is of whoever is signed in': ['invitations.accept'],
  'another member of the same organization takes over': ['owners.transfer'],
  'a provider of mails signs it': ['mailReports.mailgun'],
});

/** Something has to go wrong, or to be under way, at that moment: a run may reach them or not. */
export const reachedByChance = byName({
  'an event, a job, a notice or a message has to have failed': [
    'events.retry',
    'events.discard',
    'events.retryJob',
    'notices.retry',
    'notificationDeliveries.resend',
  ],
  'a message has to have come back': ['suppressions.lift'],
  'an import has to run, or to have been given up': ['imports.cancel', 'imports.retry'],
});
