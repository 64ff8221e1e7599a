import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { MonitorCheck } from 'lucide-react';
import type { TrustedDevice } from '@gatehouse/contracts/identity/trusted-devices';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Time } from '../../../ui/time';
import { toast } from '../../../ui/toast-store';

const trustedDevicesQuery = queryOptions({
  queryKey: ['trusted-devices'],
  queryFn: ({ signal }) => client.trustedDevices.list({ signal }),
});

const useForget = (forget: (device: TrustedDevice | undefined) => Promise<unknown>) =>
  useMutation({
    mutationFn: forget,
    onSuccess: () => toast('The second factor is asked for there again.'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: trustedDevicesQuery.queryKey }),
  });

const DeviceRow = ({ device, onForget }: { device: TrustedDevice; onForget: () => void }) => (
  <li className="border-line flex flex-wrap items-center gap-x-3 gap-y-2 border-t px-4 py-3 sm:px-5">
    <MonitorCheck className="text-muted size-5 shrink-0" aria-hidden />
    <div className="min-w-0 flex-1 basis-52">
      <p className="font-medium wrap-anywhere">
        {device.browser} on {device.device}
      </p>
      <p className="text-muted flex flex-wrap gap-x-3">
        <span className="font-mono text-[0.8125rem]">{device.ipAddress}</span>
        <span>
          Trusted <Time value={device.createdAt} />
        </span>
        <span>
          Until <Time value={device.expiresAt} exact />
        </span>
      </p>
    </div>
    <Button
      size="sm"
      onClick={onForget}
      aria-label={`Stop trusting ${device.browser} on ${device.device}`}
    >
      Stop trusting
    </Button>
  </li>
);

/** Devices that skip the second step; not shown where there are none. */
export const TrustedDevicesCard = () => {
  const { data } = useQuery(trustedDevicesQuery);
  const forget = useForget((device) =>
    device === undefined
      ? client.trustedDevices.revokeAll()
      : client.trustedDevices.revoke({ params: { id: device.id } }),
  );
  if (data === undefined || data.data.length === 0) return null;
  return (
    <Card
      title="Trusted devices"
      description="Here the password alone signs you in. A new password ends that everywhere."
      actions={
        data.data.length > 1 && (
          <Button busy={forget.isPending} onClick={() => forget.mutate(undefined)}>
            Trust none
          </Button>
        )
      }
      flush
    >
      <ul>
        {data.data.map((device) => (
          <DeviceRow key={device.id} device={device} onForget={() => forget.mutate(device)} />
        ))}
      </ul>
    </Card>
  );
};
