import { allRoutes } from '@gatehouse/contracts/routes';
import { describe, expect, it } from 'vitest';

/**
 * What changes something and asks nobody who is signed in for a recent proof, by reason: a stolen
 * session may do it for as long as it lives.
 */
const silent: Readonly<Record<string, readonly string[]>> = {
  'it is a proof itself, or follows one within minutes': [
    'stepUp.begin',
    'stepUp.finish',
    'connections.finish',
    'twoFactor.enableTotp',
    'twoFactor.disableTotp',
    'twoFactor.enableEmailCode',
    'smsCodes.enable',
    'passkeys.register',
  ],
  'it only ends, narrows or takes back what could be misused': [
    'signIn.logout',
    'sessions.revoke',
    'trustedDevices.revoke',
    'trustedDevices.revokeAll',
    'impersonation.end',
    'apiKeys.revoke',
    'administration.revokeKey',
    'administration.endSessions',
    'administration.endSession',
    'invitations.revoke',
    'imports.cancel',
    'serviceAccounts.deactivate',
    'serviceAccounts.remove',
    'serviceAccounts.revokeKey',
    'webhooks.remove',
    'webhooks.pause',
    'webhooks.cancelRecovery',
    'erasureOrders.callOff',
    'notices.cancel',
    'events.cancelReplay',
  ],
  'it names something, opens nothing, and its person is told where it is about a way in': [
    'profile.update',
    'pictures.replace',
    'pictures.remove',
    'pictures.removeOf',
    'twoFactor.prefer',
    'totp.rename',
    'passkeys.rename',
    'users.update',
    'attributes.replace',
    'attributes.replaceMetadata',
    'organizations.update',
    'serviceAccounts.update',
  ],
  'it gives nobody more than they have: a key of the new account asks for a proof': [
    'serviceAccounts.create',
  ],
  'it is about where the caller acts, or their own place there': [
    'organizations.create',
    'organizations.switch',
    'organizations.leave',
    'invitations.accept',
  ],
  'it shows or checks something, and changes nothing that people do': [
    'applicationPermissions.check',
    'audit.verify',
    'detections.dryRun',
    'templates.preview',
    'templates.test',
    'notificationDeliveries.count',
  ],
  'it sends again, to where a proof has let it go, what was said already': [
    'webhooks.resume',
    'webhooks.test',
    'webhooks.resend',
    'webhooks.recover',
    'events.retry',
    'events.retryAll',
    'events.retryJob',
    'events.replay',
    'notices.retry',
    'notificationDeliveries.resend',
    'notificationDeliveries.resendFailed',
    'notificationDeliveries.lift',
    'suppressions.lift',
  ],
  'it is what operators do while something is on fire, for a reason that the audit trail keeps': [
    'blocks.create',
    'blocks.update',
    'blocks.lift',
    'blocks.disallow',
    'alerts.note',
    'alerts.acknowledge',
    'alerts.assign',
    'alerts.mute',
    'alerts.resolve',
    'alerts.resolveAll',
    'alerts.reopen',
    'events.discard',
    'events.discardAll',
  ],
  'it is daily work with messages, whose words, where they are Gatehouse’s own, change by proof alone':
    ['templates.create', 'templates.activate', 'notificationDeliveries.send'],
  'it is about how the caller reads their own messages': [
    'notifications.markSeen',
    'notifications.markAllRead',
    'notifications.archiveAll',
    'notifications.markRead',
    'notifications.markUnread',
    'notifications.archive',
    'notifications.restore',
    'notifications.snooze',
    'preferences.replace',
  ],
};

describe('a recent proof', () => {
  it('is asked for by whatever changes something, but for what stands here with a reason', () => {
    // Where nobody need be signed in, there is nobody to ask again.
    const changing = allRoutes.filter(
      ({ method, access }) => method !== 'GET' && access !== 'public',
    );
    const unasked = changing.filter(({ recentProof }) => recentProof === undefined);
    expect(unasked.map(({ name }) => name).toSorted()).toEqual(
      Object.values(silent).flat().toSorted(),
    );
  });

  it.each(['users.create', 'invitations.create', 'invitations.resend', 'serviceAccounts.activate'])(
    '%s asks for one: a stolen session could let its thief in for good',
    (name) => {
      const route = allRoutes.find((candidate) => candidate.name === name);
      expect(route).toMatchObject({ recentProof: 'people' });
    },
  );
});
