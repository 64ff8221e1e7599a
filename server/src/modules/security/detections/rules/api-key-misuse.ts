import { type CountingRule, say } from '../rule.js';

/** Keys that don't work, or work from elsewhere only: somebody found or guesses them. */
export const apiKeyMisuse: CountingRule = {
  key: 'api_key_misuse',
  title: 'Misuse of API keys',
  description:
    'One address calls with API keys that have ended, or that may not be used from there.',
  advice:
    'Find out whose key it is by its hint in the attempts. A program with an old key wants the new one; a key that was found elsewhere is reported at POST /api-keys/report.',
  unit: 'refused calls from one address',
  subjectType: 'address',
  measure: { of: 'keys', by: 'network', count: 'tries' },
  defaults: () => ({
    enabled: true,
    threshold: 20,
    windowMinutes: 15,
    action: 'alert',
    severity: 'medium',
  }),
  summary: (count, { windowMinutes: minutes }, network) =>
    say('api_key_misuse', { count, minutes, network }),
};
