import { events } from '@gatehouse/contracts/events';
import type { TemplateValues } from '../templates/renderer.service.js';
import { inInbox, tell } from './notice.js';

/** Of what identity tells by a mail of its own, with "This wasn't me" in it. */
const ofSignIn = (
  userId: string,
  template: string,
  values: Partial<TemplateValues> = {},
  link: string | null = null,
) => ({
  category: 'security' as const,
  userIds: [userId],
  channels: inInbox,
  link,
  content: { template, variables: {}, ...values },
});

/** Of a person's own account. */
export const accountTellings = [
  tell(events.newDeviceUsed, ({ userId }) => ofSignIn(userId, 'new-device', {}, '/sessions')),
  tell(events.passwordChanged, ({ userId }) => ofSignIn(userId, 'password-changed')),
  tell(events.passwordReset, ({ userId }) => ofSignIn(userId, 'password-changed')),
  tell(events.twoFactorEnabled, ({ userId, method }) =>
    ofSignIn(userId, 'second-factor-on', { factors: { factor: method } }, '/security/two-factor'),
  ),
  tell(events.twoFactorDisabled, ({ userId, method }) =>
    ofSignIn(userId, 'second-factor-off', { factors: { factor: method } }, '/security/two-factor'),
  ),
  tell(events.newPlaceUsed, ({ userId, country }) =>
    ofSignIn(userId, 'new-place', { countries: { country } }, '/sessions'),
  ),
  tell(events.deviceTrusted, ({ userId }) =>
    ofSignIn(userId, 'device-trusted', {}, '/security/two-factor'),
  ),
  // Other factors are accepted at every sign-in.
  tell(events.twoFactorVerified, ({ userId, method }) =>
    method === 'backup_code'
      ? ofSignIn(userId, 'backup-code-used', {}, '/security/two-factor')
      : null,
  ),
  tell(events.backupCodesRegenerated, ({ userId }) =>
    ofSignIn(userId, 'backup-codes-replaced', {}, '/security/two-factor'),
  ),
  tell(events.apiKeyCreated, ({ userId, name }) =>
    ofSignIn(userId, 'api-key-made', { variables: { name } }, '/api-keys'),
  ),
  tell(events.apiKeyRotated, ({ userId, name }) =>
    ofSignIn(userId, 'api-key-rotated', { variables: { name } }, '/api-keys'),
  ),
  tell(events.ownershipTransferred, ({ previousOwnerId }) =>
    ofSignIn(previousOwnerId, 'ownership-handed-over'),
  ),
];
