import { accountTemplates } from './account-templates.js';
import { type BuiltInTemplate, english } from './built-in-template.js';
import { translationsOf } from './translations/translations.js';

const amount = { amount: '49.90 EUR' };
const transaction = { transactionId: 'txn_2f8a', ...amount };
const account = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' };

const templates: readonly BuiltInTemplate[] = [
  {
    name: 'welcome',
    title: 'Welcome',
    description: 'Welcome Email: somebody registered or was added',
    category: 'account',
    variables: account,
    contents: english(
      'Welcome to our platform',
      'Hello {{firstName}} {{lastName}},',
      'Your account for {{email}} is ready. It is good to have you here.',
    ),
  },
  {
    name: 'payment-created',
    title: 'Payment begun',
    description: 'A payment was begun',
    category: 'payments',
    variables: transaction,
    contents: english(
      'Payment Received',
      'We have received your payment {{transactionId}} of {{amount}} and are processing it.',
    ),
  },
  {
    name: 'payment-confirmation',
    title: 'Payment confirmation',
    description: 'Payment Confirmation: a payment was processed',
    category: 'payments',
    variables: { ...transaction, date: '21 November 2026' },
    contents: english(
      'Payment Confirmation',
      'Your payment of {{amount}} on {{date}} went through.',
      'Transaction: {{transactionId}}',
    ),
  },
  {
    name: 'payment-failed',
    title: 'Payment failed',
    description: 'Payment Failed: a payment did not go through',
    category: 'payments',
    variables: { ...transaction, errorMessage: 'The card was declined.' },
    contents: english(
      'Payment Failed - Action Required',
      'Your payment of {{amount}} did not go through: {{errorMessage}}',
      'Please check how you pay and try again. Transaction: {{transactionId}}',
    ),
  },
  {
    name: 'payment-refunded',
    title: 'Payment refunded',
    description: 'A payment was refunded, in part or in full',
    category: 'payments',
    variables: transaction,
    contents: english(
      'Payment Refunded',
      '{{amount}} of your payment {{transactionId}} are on their way back to you.',
    ),
  },
  {
    name: 'alert-raised',
    title: 'Security alert',
    description: 'A detection found something that staff should look at',
    category: 'security',
    variables: { severity: 'high', summary: '120 failed sign-ins from 203.0.113.7 in 5 minutes' },
    contents: english('Security alert ({{severity}})', '{{summary}}'),
  },
  {
    name: 'events-parked',
    title: 'Events that could not be handled',
    description: 'A listener gave up on events that staff should look at',
    category: 'security',
    variables: { listener: 'webhooks', count: '3' },
    contents: english(
      'Events could not be handled by {{listener}}',
      '{{count}} events were given up after several tries. Look at what went wrong, then have them tried again.',
    ),
  },
  {
    name: 'alert-assigned',
    title: 'Security alert given to somebody',
    description: 'Somebody was given an alert',
    category: 'security',
    variables: { severity: 'high', summary: '120 failed sign-ins from 203.0.113.7 in 5 minutes' },
    contents: english('An alert is yours ({{severity}})', '{{summary}}'),
  },
  ...accountTemplates,
];

/** What Gatehouse itself sends (S3-070 to S3-072); people who manage templates may change the words. */
export const builtInTemplates = templates.map((template): BuiltInTemplate => {
  const contents = { ...template.contents, ...translationsOf(template.name) };
  return { ...template, contents };
});
