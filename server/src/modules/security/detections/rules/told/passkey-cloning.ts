import { events } from '@gatehouse/contracts/events';
import { say, type ToldRule } from '../../rule.js';

const regressed = events.passkeyCounterRegressed;

/** A passkey whose counter went back: two have it, and one of them copied it (WebAuthn, section 6.1.1). */
export const passkeyCloning: ToldRule = {
  key: 'passkey_cloning',
  title: 'Copied passkey',
  description: 'A passkey was refused, as its signature counter went back: that of a copy does.',
  advice:
    'The sign-in was refused, and the person told by mail. Ask them which of their devices has the passkey, and have them remove it and add a new one. If they cannot explain it, end all their sessions.',
  unit: 'passkeys that were refused',
  subjectType: 'account',
  defaults: () => ({
    enabled: true,
    threshold: 1,
    windowMinutes: 60,
    action: 'alert',
    severity: 'critical',
  }),
  tellsOf: regressed.type,
  subjectOf: ({ data }) => regressed.data.parse(data).userId,
  summaryOf: () => say('passkey_cloning', {}),
};
