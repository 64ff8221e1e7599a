import { type CountingRule, say } from '../rule.js';

/** One address that fails often, whoever it tries to be (G10). */
export const passwordGuessing: CountingRule = {
  key: 'password_guessing',
  title: 'Password guessing',
  description: 'One address fails to sign in again and again.',
  advice:
    'Look at the accounts that the address tried. If it is your own office or proxy, allow it; otherwise keep the block, and have anybody whom it got into choose a new password.',
  unit: 'failures from one address',
  subjectType: 'address',
  measure: { of: 'failures', by: 'network', count: 'tries' },
  defaults: (config) => ({
    enabled: true,
    threshold: config.GATEHOUSE_BLOCK_FAILURES,
    windowMinutes: config.GATEHOUSE_BLOCK_WINDOW_MINUTES,
    action: 'alert_and_block',
    severity: 'high',
  }),
  summary: (count, { windowMinutes: minutes }, network) =>
    say('password_guessing', { count, minutes, network }),
};
