import { type CountingRule, say } from '../rule.js';

/** An account that is suddenly used from everywhere; each new device is told to its owner anyway. */
export const newDevices: CountingRule = {
  key: 'new_devices',
  title: 'New devices',
  description: 'Somebody signs in from several devices that the account did not know.',
  advice:
    'Ask the person whether the devices are theirs. If not, end their sessions and force a reset.',
  unit: 'new devices of one account',
  subjectType: 'account',
  measure: { of: 'new_devices', by: 'userId', count: 'tries' },
  defaults: () => ({
    enabled: true,
    threshold: 3,
    windowMinutes: 60,
    action: 'alert',
    severity: 'medium',
  }),
  summary: (count, { windowMinutes: minutes }) => say('new_devices', { count, minutes }),
};
