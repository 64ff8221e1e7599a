import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AllowedNetwork } from '@gatehouse/contracts/security/blocks';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Loaded } from '../../../ui/loaded';
import { shownNetwork } from '../monitor';
import { ReasonDialog } from '../reason-dialog';
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
  const [removed, setRemoved] = useState<{ id: string; network: string }>();
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
                  onRemove={
                    mayManage && id !== null
                      ? () => setRemoved({ id, network: allowed.network })
                      : undefined
                  }
                />
              );
            })}
          </ul>
        )}
      </Loaded>
      {adding && <AllowDialog onClose={() => setAdding(false)} />}
      {removed && (
        <ReasonDialog
          title={`Take ${shownNetwork(removed.network)} off the list?`}
          description="Detections look at it again, and may block it."
          action="Remove"
          send={(body) => client.blocks.disallow({ params: { id: removed.id }, body })}
          done="It can be blocked like any other again."
          onClose={() => setRemoved(undefined)}
        />
      )}
    </Card>
  );
};
