import { events } from '@gatehouse/contracts/events';
import { say, type ToldRule } from '../../rule.js';

/** The audit trail is not as it was written: somebody had their hands in the database. */
export const auditTampering: ToldRule = {
  key: 'audit_tampering',
  title: 'Audit trail not whole',
  description: 'The daily verification of the audit trail, or one that was asked for, failed.',
  advice:
    'Keep a copy of the database and its logs as they are, find out who can write to it, and compare with the last backup whose trail is whole. Run npm run audit:verify to see where it breaks.',
  unit: 'verifications that failed',
  subjectType: 'installation',
  defaults: () => ({
    enabled: true,
    threshold: 1,
    windowMinutes: 1440,
    action: 'alert',
    severity: 'critical',
  }),
  tellsOf: events.auditVerified.type,
  summaryOf: ({ data }) => {
    const { valid, sequence } = events.auditVerified.data.parse(data);
    return valid ? null : say('audit_tampering', { sequence: sequence ?? '–' });
  },
};
