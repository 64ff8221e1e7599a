import type { AlertSeverity } from '@gatehouse/contracts/events';
import { Badge, type Tone } from '../../../ui/badge';

const tones: Record<AlertSeverity, Tone> = {
  low: 'neutral',
  medium: 'warn',
  high: 'danger',
  critical: 'danger',
};

export const severityNames: Record<AlertSeverity, string> = {
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};

export const SeverityBadge = ({ severity }: { severity: AlertSeverity }) => (
  <Badge tone={tones[severity]}>{severityNames[severity]}</Badge>
);
