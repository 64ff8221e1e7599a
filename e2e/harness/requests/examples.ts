import { defaultPreferences } from '@gatehouse/contracts/notifications/preferences';
import { bodies } from '../../attacks/bodies.js';
import { password } from '../api.js';

const reason = { reason: 'Asked' };
const said = { subject: 'Hello {{name}}', html: '<p>Hello</p>', text: 'Hello' };
/** Newer than the oldest event that is kept. */
const hourAgo = new Date(Date.now() - 3_600_000).toISOString();

/** Bodies with which routes do their work, where one that is made up by its shape would be refused. */
export const examples: Readonly<Record<string, unknown>> = {
  ...bodies,
  'registration.register': {
    email: 'newcomer@example.com',
    password,
    firstName: 'New',
    lastName: 'Comer',
  },
  'signIn.login': { email: 'grace@example.com', password },
  'magicLinks.request': { email: 'grace@example.com' },
  'smsCodes.setup': { phoneNumber: '+4915112345678' },
  'twoFactor.disableTotp': {},
  'passwords.change': { currentPassword: password, newPassword: `${password} 8` },
  'emailChanges.request': { password, newEmail: 'moved@example.com' },
  'invitations.create': { email: 'second@example.com', role: 'EMPLOYEE' },
  'users.create': {
    email: 'created@example.com',
    firstName: 'New',
    lastName: 'Comer',
    role: 'EMPLOYEE',
  },
  'emailAddresses.add': { email: 'beside@example.com' },
  'users.update': { jobTitle: 'Clerk' },
  'applicationPermissions.define': { description: 'Read bills' },
  'staff.appoint': { email: 'dan@example.com', platformRole: 'auditor' },
  'support.reopenOrganization': reason,
  'owners.close': { name: 'Founded' },
  'blocks.create': { network: '203.0.113.9', reason: 'Asked', minutes: 5 },
  'blocks.allow': { network: '203.0.113.0/28', reason: 'Asked' },
  'events.replay': { listener: 'audit', from: hourAgo },
  'templates.create': {
    name: 'greeting',
    description: 'Says hello',
    category: 'messages',
    variables: { name: 'Ada' },
    contents: { en: said },
  },
  'templates.addVersion': {
    contents: { en: { subject: 'Hello', html: '<p>Hello</p>', text: 'Hi' } },
  },
  'preferences.replace': { ...defaultPreferences, timeZone: 'Europe/Berlin' },
  'notificationDeliveries.resendFailed': { since: hourAgo },
  'mailReports.take': { reports: [{ messageId: '<x@example.com>', outcome: 'delivered' }] },
};
