import type { WebhookDelivery } from '@gatehouse/contracts/webhooks';
import { Badge } from '../../../ui/badge';

/** Whether an event arrived. */
export const DeliveryState = ({ delivery }: { delivery: WebhookDelivery }) => {
  if (delivery.state === 'succeeded') return <Badge tone="ok">Delivered</Badge>;
  if (delivery.state === 'failed') return <Badge tone="danger">Given up</Badge>;
  if (delivery.state === 'switched_off') return <Badge tone="warn">Switched off</Badge>;
  return delivery.attempts === 0 ? <Badge>Waiting</Badge> : <Badge tone="warn">Trying</Badge>;
};
