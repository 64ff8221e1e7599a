import { type BuiltInTemplate, english } from './built-in-template.js';

const factor = { factor: 'an authenticator app' };
const notYou = 'If that was not you, choose a new password and end the other sessions.';

/** What is told in the inbox of what happens to accounts and organizations. */
export const accountTemplates: readonly BuiltInTemplate[] = [
  {
    name: 'new-device',
    title: 'Sign-in from a new device',
    description: 'Somebody signed in from a device that their account did not know',
    category: 'security',
    variables: {},
    contents: english(
      'New sign-in to your account',
      'Your account was signed in to from a device that it did not know.',
      notYou,
    ),
  },
  {
    name: 'password-changed',
    title: 'Password changed',
    description: 'A password was changed or reset',
    category: 'security',
    variables: {},
    contents: english('Your password was changed', 'The other sessions were ended.', notYou),
  },
  {
    name: 'second-factor-on',
    title: 'Second factor turned on',
    description: 'A second factor was turned on',
    category: 'security',
    variables: factor,
    contents: english(
      'A second factor was turned on',
      'Signing in to your account can now be confirmed with {{factor}}.',
      notYou,
    ),
  },
  {
    name: 'second-factor-off',
    title: 'Second factor turned off',
    description: 'A second factor was turned off',
    category: 'security',
    variables: factor,
    contents: english(
      'A second factor was turned off',
      'Signing in to your account is no longer confirmed with {{factor}}.',
      notYou,
    ),
  },
  {
    name: 'new-place',
    title: 'Sign-in from a new country',
    description: 'Somebody signed in from a country that their account did not know',
    category: 'security',
    variables: { country: 'Netherlands' },
    contents: english(
      'New sign-in to your account from {{country}}',
      'Your account was signed in to from {{country}}, for the first time.',
      notYou,
    ),
  },
  {
    name: 'device-trusted',
    title: 'Device trusted',
    description: 'A device skips the second factor for a time',
    category: 'security',
    variables: {},
    contents: english(
      'A device is trusted',
      'A device signs in to your account without a second factor for a time.',
      notYou,
    ),
  },
  {
    name: 'backup-code-used',
    title: 'Backup code used',
    description: 'Somebody signed in with a backup code',
    category: 'security',
    variables: {},
    contents: english(
      'A backup code was used',
      'One of the backup codes of your account was used; it works no more.',
      notYou,
    ),
  },
  {
    name: 'backup-codes-replaced',
    title: 'Backup codes replaced',
    description: 'Backup codes were replaced',
    category: 'security',
    variables: {},
    contents: english('Your backup codes were replaced', 'The former ones work no more.', notYou),
  },
  {
    name: 'api-key-made',
    title: 'API key made',
    description: 'An API key was made; to whom it acts for',
    category: 'security',
    variables: { name: 'Nightly export' },
    contents: english('An API key was made', 'The key {{name}} acts in your name.', notYou),
  },
  {
    name: 'api-key-rotated',
    title: 'API key rotated',
    description: 'An API key got a new secret; to whom it acts for',
    category: 'security',
    variables: { name: 'Nightly export' },
    contents: english('An API key was rotated', 'The key {{name}} has a new secret.', notYou),
  },
  {
    name: 'ownership-handed-over',
    title: 'Ownership handed over',
    description: 'A BOSS made somebody else the BOSS in their place; to whoever was it',
    category: 'security',
    variables: {},
    contents: english(
      'You handed your organization over',
      'Somebody else is the BOSS in your place.',
      notYou,
    ),
  },
  {
    name: 'role-changed',
    title: 'Role changed',
    description: 'Somebody got another role',
    category: 'account',
    variables: { role: 'MANAGER' },
    contents: english('Your role was changed', 'Your role is now {{role}}.'),
  },
  {
    name: 'invitation-accepted',
    title: 'Invitation accepted',
    description: 'Somebody accepted an invitation; to whoever invited them',
    category: 'account',
    variables: { email: 'grace@example.com', role: 'EMPLOYEE' },
    contents: english('Your invitation was accepted', '{{email}} has joined as {{role}}.'),
  },
  {
    name: 'webhook-disabled',
    title: 'Webhook endpoint switched off',
    description: 'A webhook endpoint was switched off; to those who may manage webhooks',
    category: 'security',
    variables: { url: 'https://example.com/hook' },
    contents: english(
      'A webhook endpoint was switched off',
      'Events are no longer sent to {{url}}.',
    ),
  },
  {
    name: 'api-key-expiring',
    title: 'API key ends soon',
    description: 'An API key ends within a week; to its owner or who looks after service accounts',
    category: 'account',
    variables: { name: 'Nightly export', date: '21 November 2026' },
    contents: english(
      'An API key ends soon',
      'The API key {{name}} ends on {{date}}: put its end off, or make a new one.',
    ),
  },
  {
    name: 'export-ready',
    title: 'Export of an account ready',
    description: 'The export that somebody asked for is made',
    category: 'account',
    variables: {},
    contents: english(
      'Everything we know about you',
      'The file that you asked for is ready. The link is in the mail that we sent you.',
    ),
  },
  {
    name: 'picture-removed',
    title: 'Picture removed',
    description: 'An administrator took somebody’s picture away',
    category: 'account',
    variables: {},
    contents: english(
      'Your picture was removed',
      'An administrator removed the picture of your account. You can choose another one on your profile.',
    ),
  },
];
