import { useMutation, useQuery } from '@tanstack/react-query';
import type {
  DeliveryStep,
  NotificationDelivery,
} from '@gatehouse/contracts/notifications/deliveries';
import { client } from '../../../api/client';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { DescriptionList } from '../../../ui/description-list';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Loaded } from '../../../ui/loaded';
import { Notice } from '../../../ui/notice';
import { Time } from '../../../ui/time';
import { toast } from '../../../ui/toast-store';
import { useTemplateTitle } from '../templates/templates';
import { channelLabels, deliveryQuery, refetchDeliveries, states } from './deliveries';

export const StateBadge = ({ state }: { state: NotificationDelivery['state'] }) => (
  <Badge tone={states[state].tone}>{states[state].name}</Badge>
);

const TimeLine = ({ steps }: { steps: readonly DeliveryStep[] }) => (
  <ol className="grid gap-3" aria-label="What happened">
    {steps.map((step) => (
      <li key={step.id} className="border-line border-l-2 pl-3">
        <p className="wrap-anywhere">{step.detail}</p>
        <p className="text-muted text-[0.8125rem]">
          <Time value={step.happenedAt} exact />
        </p>
      </li>
    ))}
  </ol>
);

const Actions = ({ delivery, canSend }: { delivery: NotificationDelivery; canSend: boolean }) => {
  const params = { id: delivery.id };
  const lift = useMutation({
    mutationFn: () => client.notificationDeliveries.lift({ params }),
    onSuccess: () => toast('Messages go there again.'),
    onSettled: refetchDeliveries,
  });
  const resend = useMutation({
    mutationFn: () => client.notificationDeliveries.resend({ params }),
    onSuccess: () => toast('It is sent again.'),
    onSettled: refetchDeliveries,
  });
  if (!canSend || delivery.channel === 'in_app') return null;
  return (
    <DialogActions>
      {delivery.addressSuppressed && (
        <Button busy={lift.isPending} onClick={() => lift.mutate()}>
          Use the address again
        </Button>
      )}
      {delivery.state !== 'queued' && delivery.state !== 'skipped' && (
        <Button variant="primary" busy={resend.isPending} onClick={() => resend.mutate()}>
          Send again
        </Button>
      )}
    </DialogActions>
  );
};

interface DeliveryDrawerProps {
  id: string;
  canSend: boolean;
  onPerson: ((userId: string) => void) | undefined;
  onClose: () => void;
}

/** One notification on its way to one person, with what happened to it. */
export const DeliveryDrawer = ({ id, canSend, onPerson, onClose }: DeliveryDrawerProps) => {
  const query = useQuery(deliveryQuery(id));
  const titleOf = useTemplateTitle();
  return (
    <Dialog placement="side" open onOpenChange={onClose} title={query.data?.subject ?? 'Delivery'}>
      <Loaded query={query} rows={3}>
        {(delivery) => (
          <>
            {delivery.addressSuppressed && (
              <Notice tone="warn" className="mb-3">
                A message bounced at this address: nothing more is sent there.
              </Notice>
            )}
            <DescriptionList
              items={[
                ['State', <StateBadge key="state" state={delivery.state} />],
                [
                  'To',
                  <span key="to" className="flex flex-wrap items-center gap-x-3">
                    {delivery.userName ?? 'Somebody who was erased'}
                    {onPerson && (
                      <Button size="sm" onClick={() => onPerson(delivery.userId)}>
                        All to them
                      </Button>
                    )}
                  </span>,
                ],
                ['By', channelLabels[delivery.channel]],
                ['Address', delivery.address ?? '–'],
                [
                  'Template',
                  delivery.template === null
                    ? 'Plain words'
                    : `${titleOf(delivery.template)} ${delivery.templateVersion === null ? '(test)' : `v${delivery.templateVersion}`}`,
                ],
              ]}
            />
            <Actions delivery={delivery} canSend={canSend} />
            <h3 className="mt-4 mb-3 font-medium">What happened</h3>
            <TimeLine steps={delivery.steps} />
          </>
        )}
      </Loaded>
    </Dialog>
  );
};
