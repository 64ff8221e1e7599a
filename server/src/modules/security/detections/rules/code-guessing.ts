import { type CountingRule, say } from '../rule.js';

/** Somebody who has a password, and guesses the code. */
export const codeGuessing: CountingRule = {
  key: 'code_guessing',
  title: 'Failing codes',
  description:
    'The second factor of one account is refused again and again: its password is known.',
  advice:
    'Whoever does this knows the password. Speak to the person; if it was not they, force a reset and end their sessions.',
  unit: 'refused second factors of one account',
  subjectType: 'account',
  measure: { of: 'codes', by: 'userId', count: 'tries' },
  defaults: () => ({
    enabled: true,
    threshold: 8,
    windowMinutes: 60,
    action: 'alert',
    severity: 'high',
  }),
  summary: (count, { windowMinutes: minutes }) => say('code_guessing', { count, minutes }),
};
