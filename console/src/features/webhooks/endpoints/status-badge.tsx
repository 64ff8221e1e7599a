import type { WebhookEndpoint } from '@gatehouse/contracts/webhooks';
import { Badge } from '../../../ui/badge';

/** Whether events are sent to an endpoint now. */
export const StatusBadge = ({ endpoint }: { endpoint: WebhookEndpoint }) => {
  if (endpoint.status === 'disabled') return <Badge tone="danger">Switched off</Badge>;
  if (endpoint.status === 'paused') return <Badge>Paused</Badge>;
  if (endpoint.failingSince !== null) return <Badge tone="warn">Failing</Badge>;
  return <Badge tone="ok">On</Badge>;
};
