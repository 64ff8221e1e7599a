import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AllowedNetwork } from '@gatehouse/contracts/security/blocks';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Loaded } from '../../../ui/loaded';
import { toast } from '../../../ui/toast-store';
import { refetchMonitor, shownNetwork } from '../monitor';
import { AllowDialog } from './allow-dialog';
import { allowedQuery } from './blocks';

const AllowedRow = ({
  allowed,
  onRemove,
}: {
  allowed: AllowedNetwork;
  onRemove: (() => void) | undefined;
}) => (
  <li className="border-line flex items-center gap-3 border-t px-4 py-2.5 sm:px-5">
    <div className="min-w-0 flex-1">
      <p className="font-mono text-xs/5 wrap-anywhere">{shownNetwork(allowed.network)}</p>
      <p className="text-muted text-[0.8125rem] wrap-anywhere">
        {allowed.id === null ? 'By the configuration, ' : ''}
        {allowed.reason}
        {allowed.createdByName !== null && ` (${allowed.createdByName})`}
      </p>
    </div>
    {onRemove && (
      <Button
        size="sm"
        onClick={onRemove}
        aria-label={`Remove ${shownNetwork(allowed.network)} from the allow-list`}
      >
        Remove
      </Button>
    )}
  </li>
);

/** Addresses that are never blocked. */
export const AllowedCard = ({ mayManage }: { mayManage: boolean }) => {
  const [adding, setAdding] = useState(false);
  const list = useQuery(allowedQuery);
  const remove = useMutation({
    mutationFn: (id: string) => client.blocks.disallow({ params: { id } }),
    onSuccess: () => toast('It can be blocked like any other again.'),
    onSettled: refetchMonitor,
  });
  return (
    <Card
      title="Allow-list"
      description="Never blocked, and no detection looks at them."
      actions={mayManage && <Button onClick={() => setAdding(true)}>Allow an address</Button>}
      flush
    >
      <Loaded query={list} rows={2}>
        {({ data: networks }) => (
          <ul aria-label="Allow-list">
            {networks.map((allowed) => {
              const { id } = allowed;
              return (
                <AllowedRow
                  key={allowed.network}
                  allowed={allowed}
                  onRemove={mayManage && id !== null ? () => remove.mutate(id) : undefined}
                />
              );
            })}
          </ul>
        )}
      </Loaded>
      {adding && <AllowDialog onClose={() => setAdding(false)} />}
    </Card>
  );
};
