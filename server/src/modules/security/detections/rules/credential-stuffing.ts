import { type CountingRule, say } from '../rule.js';

/** One address that tries many accounts, as with a list of leaked passwords (G10). */
export const credentialStuffing: CountingRule = {
  key: 'credential_stuffing',
  title: 'Credential stuffing',
  description: 'One address fails to sign in to many accounts, as with a list of leaked passwords.',
  advice:
    'Open the address and see whom it got into: these passwords are leaked. Force a reset for them and end their sessions, and have their organizations require a second factor.',
  unit: 'accounts tried from one address',
  subjectType: 'address',
  measure: { of: 'failures', by: 'network', count: 'accounts' },
  defaults: (config) => ({
    enabled: true,
    threshold: config.GATEHOUSE_BLOCK_ACCOUNTS,
    windowMinutes: config.GATEHOUSE_BLOCK_WINDOW_MINUTES,
    action: 'alert_and_block',
    severity: 'critical',
  }),
  summary: (count, { windowMinutes: minutes }, network) =>
    say('credential_stuffing', { count, minutes, network }),
};
