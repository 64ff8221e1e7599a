import { type CountingRule, say } from '../rule.js';

/** A used refresh token that comes back: two have it, and one of them took it (RFC 9700, 4.14.2). */
export const refreshTokenTheft: CountingRule = {
  key: 'refresh_token_theft',
  title: 'Stolen refresh token',
  description: 'A refresh token came back that was used before. Its session was ended.',
  advice:
    'The session has ended already. Ask the person about their device: malware or a copied browser profile is likely. If it comes back, end all their sessions and force a reset.',
  unit: 'used tokens of one account that came back',
  subjectType: 'account',
  measure: { of: 'tokens', by: 'userId', count: 'tries' },
  defaults: () => ({
    enabled: true,
    threshold: 1,
    windowMinutes: 60,
    action: 'alert',
    severity: 'critical',
  }),
  summary: (count) => say(count === 1 ? 'refresh_token_theft' : 'refresh_tokens_theft', { count }),
};
