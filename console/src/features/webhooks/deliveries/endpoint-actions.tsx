import { useMutation } from '@tanstack/react-query';
import { Ellipsis, KeyRound, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import type { WebhookEndpoint } from '@gatehouse/contracts/webhooks';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu';
import { toast } from '../../../ui/toast-store';
import { refetchEndpoints } from '../endpoints/endpoints';
import { refetchDeliveries } from './deliveries';

/** What is done in a dialog. */
export type EndpointStep = 'edit' | 'rotate' | 'recover' | 'remove';

interface EndpointActionsProps {
  endpoint: WebhookEndpoint;
  onStep: (step: EndpointStep) => void;
}

export const EndpointActions = ({ endpoint, onStep }: EndpointActionsProps) => {
  const params = { id: endpoint.id };
  const isOn = endpoint.status === 'enabled';
  const test = useMutation({
    mutationFn: () => client.webhooks.test({ params }),
    onSuccess: () => toast('A test event is on its way.'),
    onSettled: () => refetchDeliveries(endpoint.id),
  });
  const turn = useMutation({
    mutationFn: () =>
      isOn ? client.webhooks.pause({ params }) : client.webhooks.resume({ params }),
    onSuccess: () => toast(isOn ? 'Paused: what happens is kept.' : 'Events are sent again.'),
    onSettled: refetchEndpoints,
  });
  return (
    <>
      <Button busy={test.isPending} onClick={() => test.mutate()}>
        Send test
      </Button>
      <Button busy={turn.isPending} onClick={() => turn.mutate()}>
        {isOn ? 'Pause' : 'Resume'}
      </Button>
      <Menu
        trigger={
          <Button size="icon" aria-label="More actions">
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={() => onStep('edit')}>
          <Pencil aria-hidden /> Edit
        </MenuItem>
        <MenuItem onSelect={() => onStep('rotate')}>
          <KeyRound aria-hidden /> Rotate the secret
        </MenuItem>
        <MenuItem disabled={endpoint.status === 'disabled'} onSelect={() => onStep('recover')}>
          <RotateCcw aria-hidden /> Send again what failed
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger onSelect={() => onStep('remove')}>
          <Trash2 aria-hidden /> Remove
        </MenuItem>
      </Menu>
    </>
  );
};
