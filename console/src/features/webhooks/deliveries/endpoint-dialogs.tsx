import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { etagOf } from '@gatehouse/contracts/etag';
import type { WebhookEndpoint } from '@gatehouse/contracts/webhooks';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { RotateDialog } from '../../../ui/rotate-dialog';
import { toast } from '../../../ui/toast-store';
import { EndpointDialog } from '../endpoints/endpoint-dialog';
import { endpointQuery, type NewEndpoint, refetchEndpoints } from '../endpoints/endpoints';
import type { EndpointStep } from './endpoint-actions';
import { RecoverDialog } from './recover-dialog';

interface StepProps {
  endpoint: WebhookEndpoint;
  onClose: () => void;
}

const EditEndpoint = ({ endpoint, onClose }: StepProps) => (
  <EndpointDialog
    title="Edit endpoint"
    action="Save"
    open
    present={endpoint}
    send={(body) =>
      client.webhooks.update({
        params: { id: endpoint.id },
        body,
        ifMatch: etagOf(endpoint.updatedAt),
      })
    }
    onClose={onClose}
    onDone={() => {
      toast('The endpoint is saved.');
      onClose();
    }}
  />
);

const RemoveEndpoint = ({ endpoint: { id, url }, onClose }: StepProps) => {
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: async () => {
      // First away from its page, which would go on asking for what is no longer there.
      await navigate({ to: '/hooks' });
      return client.webhooks.remove({ params: { id } });
    },
    onSuccess: async () => {
      toast('The endpoint is removed.');
      queryClient.removeQueries({ queryKey: endpointQuery(id).queryKey });
      await refetchEndpoints();
    },
    onError: () => toast('The endpoint could not be removed. Try again.'),
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title="Remove this endpoint?"
      action="Remove endpoint"
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      Nothing more is sent to <strong className="text-text font-medium wrap-anywhere">{url}</strong>
      , and its deliveries are deleted, also those that wait. This cannot be undone.
    </ConfirmDialog>
  );
};

interface EndpointDialogsProps extends StepProps {
  step: EndpointStep;
  onMade: (made: NewEndpoint) => void;
}

export const EndpointDialogs = ({ step, endpoint, onClose, onMade }: EndpointDialogsProps) => {
  if (step === 'edit') return <EditEndpoint endpoint={endpoint} onClose={onClose} />;
  if (step === 'recover') return <RecoverDialog endpointId={endpoint.id} onClose={onClose} />;
  if (step === 'remove') return <RemoveEndpoint endpoint={endpoint} onClose={onClose} />;
  return (
    <RotateDialog
      title="Rotate the secret?"
      description="The endpoint gets a new secret. For a while events carry both signatures."
      rotate={(overlapHours) =>
        client.webhooks.rotateSecret({
          params: { id: endpoint.id },
          body: { overlapHours },
        })
      }
      onMade={onMade}
      onClose={onClose}
    />
  );
};
