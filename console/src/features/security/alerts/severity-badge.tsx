import type { AlertSeverity } from '@gatehouse/contracts/events';
import { Badge, type Tone } from '../../../ui/badge';

const tones: Record<AlertSeverity, Tone> = {
  low: 'neutral',
  medium: 'warn',
  high: 'danger',
  critical: 'danger',
};

export const SeverityBadge = ({ severity }: { severity: AlertSeverity }) => (
  <Badge tone={tones[severity]}>{severity.charAt(0).toUpperCase() + severity.slice(1)}</Badge>
);
