import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { ShieldOff } from 'lucide-react';
import { useState } from 'react';
import type { IpBlock } from '@gatehouse/contracts/security/blocks';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { PagedList } from '../../../ui/paged-list';
import { Select } from '../../../ui/select';
import { ActionsHead, Table, TableHead } from '../../../ui/table';
import { toast } from '../../../ui/toast-store';
import { refetchMonitor, shownNetwork } from '../monitor';
import { AllowedCard } from './allowed-card';
import { BlockDialog } from './block-dialog';
import { BlockRow } from './block-row';
import { blocksQuery } from './blocks';

type State = 'active' | 'ended';

const BlockTable = ({ state, mayManage }: { state: State; mayManage: boolean }) => {
  const list = useInfiniteQuery(blocksQuery(state));
  const lift = useMutation({
    mutationFn: ({ id }: IpBlock) => client.blocks.lift({ params: { id } }),
    onSuccess: (_answer, { network }) => toast(`${shownNetwork(network)} is let in again.`),
    onSettled: refetchMonitor,
  });
  return (
    <PagedList
      list={list}
      rows={3}
      empty={
        <Empty icon={ShieldOff} title={state === 'active' ? 'Nobody is blocked' : 'None so far'}>
          Addresses that fail too often are blocked by themselves.
        </Empty>
      }
    >
      {(blocks) => (
        <Table aria-label="Blocks">
          <thead>
            <tr>
              <TableHead>Address</TableHead>
              <TableHead className="hidden md:table-cell">Reason</TableHead>
              <TableHead className="hidden lg:table-cell">By</TableHead>
              <TableHead className="hidden sm:table-cell">Ends</TableHead>
              <ActionsHead />
            </tr>
          </thead>
          <tbody>
            {blocks.map((block) => (
              <BlockRow
                key={block.id}
                block={block}
                onLift={mayManage && state === 'active' ? () => lift.mutate(block) : undefined}
              />
            ))}
          </tbody>
        </Table>
      )}
    </PagedList>
  );
};

/** Who is kept out, and who never is. */
export const BlocksTab = ({ mayManage }: { mayManage: boolean }) => {
  const [state, setState] = useState<State>('active');
  const [blocking, setBlocking] = useState(false);
  return (
    <div className="grid gap-5">
      <Card
        title="Blocked addresses"
        actions={
          <>
            <Select
              aria-label="Which blocks"
              className="w-36"
              value={state}
              onChange={({ target }) => setState(target.value === 'ended' ? 'ended' : 'active')}
            >
              <option value="active">In force</option>
              <option value="ended">Over</option>
            </Select>
            {mayManage && (
              <Button variant="primary" onClick={() => setBlocking(true)}>
                Block an address
              </Button>
            )}
          </>
        }
        flush
      >
        <BlockTable state={state} mayManage={mayManage} />
      </Card>
      <AllowedCard mayManage={mayManage} />
      {blocking && <BlockDialog network="" onClose={() => setBlocking(false)} />}
    </div>
  );
};
