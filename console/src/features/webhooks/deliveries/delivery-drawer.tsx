import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import type {
  WebhookAttempt,
  WebhookDelivery,
  WebhookEndpoint,
} from '@gatehouse/contracts/webhooks';
import { client } from '../../../api/client';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { DescriptionList } from '../../../ui/description-list';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { PagedList } from '../../../ui/paged-list';
import { Time } from '../../../ui/time';
import { toast } from '../../../ui/toast-store';
import { attemptsQuery, deliveryQuery, refetchDeliveries } from './deliveries';
import { DeliveryState } from './delivery-state';

const AttemptStatus = ({ status }: { status: number | null }) => {
  if (status === null) return <Badge tone="danger">No answer</Badge>;
  return <Badge tone={status >= 200 && status < 300 ? 'ok' : 'danger'}>{status}</Badge>;
};

const Raw = ({ children }: { children: string }) => (
  <pre className="border-line bg-sunken mt-2 max-h-72 overflow-auto rounded-md border p-2.5 font-mono text-xs wrap-anywhere whitespace-pre-wrap">
    {children}
  </pre>
);

const linesOf = (headers: WebhookAttempt['responseHeaders']): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

const Payload = ({ id }: { id: string }) => {
  const { data } = useQuery(deliveryQuery(id));
  if (!data) return null;
  return (
    <details className="mt-4">
      <summary className="cursor-pointer font-medium">What is sent</summary>
      <Raw>{JSON.stringify(JSON.parse(data.payload), null, 2)}</Raw>
    </details>
  );
};

const AttemptRow = ({ attempt }: { attempt: WebhookAttempt }) => (
  <li className="border-line border-t py-2.5">
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <AttemptStatus status={attempt.status} />
      <Time value={attempt.startedAt} exact />
      <span className="text-muted">{attempt.duration} ms</span>
    </p>
    {attempt.error !== null && <p className="text-danger-text mt-1">{attempt.error}</p>}
    {attempt.responseBody !== '' && <Raw>{attempt.responseBody}</Raw>}
    {Object.keys(attempt.responseHeaders).length > 0 && (
      <details className="mt-1">
        <summary className="text-muted cursor-pointer">Headers of the answer</summary>
        <Raw>{linesOf(attempt.responseHeaders)}</Raw>
      </details>
    )}
  </li>
);

const Attempts = ({ delivery }: { delivery: WebhookDelivery }) => {
  const list = useInfiniteQuery(attemptsQuery(delivery));
  return (
    <PagedList list={list} rows={2} empty={<p className="text-muted">It was not tried yet.</p>}>
      {(attempts) => (
        <ul>
          {attempts.map((attempt) => (
            <AttemptRow key={attempt.id} attempt={attempt} />
          ))}
        </ul>
      )}
    </PagedList>
  );
};

interface DeliveryDrawerProps {
  delivery: WebhookDelivery;
  /** Of its endpoint. */
  status: WebhookEndpoint['status'];
  onClose: () => void;
}

/** One event on its way to one endpoint, with every try. */
export const DeliveryDrawer = ({ delivery, status, onClose }: DeliveryDrawerProps) => {
  const { id, endpointId, eventId, eventType, nextAttemptAt } = delivery;
  // A test goes whatever the state of the endpoint.
  const isTest = eventType === 'webhook.test';
  const isHeld = status === 'paused' && !isTest;
  const isRefused = status === 'disabled' && !isTest;
  const resend = useMutation({
    mutationFn: () => client.webhooks.resend({ params: { id } }),
    onSuccess: () => toast(isHeld ? 'It goes when the endpoint is resumed.' : 'It is sent again.'),
    onSettled: () => refetchDeliveries(endpointId),
  });
  return (
    <Dialog placement="side" open onOpenChange={onClose} title={eventType}>
      <DescriptionList
        items={[
          ['State', <DeliveryState key="state" delivery={delivery} />],
          ['Happened', <Time key="created" value={delivery.createdAt} exact />],
          [
            'Next try',
            nextAttemptAt === null ? '–' : <Time key="next" value={nextAttemptAt} exact />,
          ],
          [
            'webhook-id',
            <span key="id" className="font-mono text-[0.8125rem]">
              {eventId}
            </span>,
          ],
        ]}
      />
      <DialogActions>
        {isRefused && <p className="text-muted mr-auto">Resume the endpoint to send it again.</p>}
        <Button busy={resend.isPending} disabled={isRefused} onClick={() => resend.mutate()}>
          {delivery.state === 'pending' ? 'Try now' : 'Send again'}
        </Button>
      </DialogActions>
      <Payload id={id} />
      <h3 className="mt-4 mb-2 font-medium">Tries</h3>
      <Attempts delivery={delivery} />
    </Dialog>
  );
};
