import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ShieldOff } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import type { IpBlock } from '@gatehouse/contracts/security/blocks';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { Input } from '../../../ui/input';
import { PagedList } from '../../../ui/paged-list';
import { Select } from '../../../ui/select';
import { ActionsHead, Table, TableHead } from '../../../ui/table';
import { shownNetwork } from '../monitor';
import { ReasonDialog } from '../reason-dialog';
import { AllowedCard } from './allowed-card';
import { BlockDialog } from './block-dialog';
import { type BlockDeed, BlockRow } from './block-row';
import { type BlockFilter, blocksQuery } from './blocks';
import { EndDialog } from './end-dialog';

const route = getRouteApi('/shell/installation/monitor');

interface Chosen {
  deed: BlockDeed;
  block: IpBlock;
}

const LiftDialog = ({ block, onClose }: { block: IpBlock; onClose: () => void }) => {
  const network = shownNetwork(block.network);
  return (
    <ReasonDialog
      title={`Unblock ${network}?`}
      description={`It was blocked for this: ${block.reason}`}
      action="Unblock"
      send={(body) => client.blocks.lift({ params: { id: block.id }, body })}
      done={`${network} is let in again.`}
      onClose={onClose}
    />
  );
};

interface BlockTableProps {
  filter: BlockFilter;
  /** Left out where nothing can be done. */
  onChosen: ((chosen: Chosen) => void) | undefined;
}

const BlockTable = ({ filter, onChosen }: BlockTableProps) => {
  const list = useInfiniteQuery(blocksQuery(filter));
  return (
    <PagedList
      list={list}
      rows={3}
      empty={
        <Empty
          icon={ShieldOff}
          title={filter.state === 'active' ? 'Nobody is blocked' : 'None so far'}
        >
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
                onDeed={onChosen && ((deed) => onChosen({ deed, block }))}
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
  const [state, setState] = useState<BlockFilter['state']>('active');
  const { address = '' } = route.useSearch();
  const [search, setSearch] = useState(address);
  const [blocking, setBlocking] = useState(false);
  const [chosen, setChosen] = useState<Chosen>();
  const filter = { state, address: useDeferredValue(search.trim()) };
  const close = () => setChosen(undefined);
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
        <search className="block px-4 pb-3 sm:px-5">
          <Input
            aria-label="Search by address"
            placeholder="Which block is this address under?"
            value={search}
            onChange={({ target }) => setSearch(target.value)}
          />
        </search>
        <BlockTable
          filter={filter}
          onChosen={mayManage && state === 'active' ? setChosen : undefined}
        />
      </Card>
      <AllowedCard mayManage={mayManage} />
      {chosen?.deed === 'lift' && <LiftDialog block={chosen.block} onClose={close} />}
      {chosen?.deed === 'end' && <EndDialog block={chosen.block} onClose={close} />}
      {blocking && <BlockDialog network="" onClose={() => setBlocking(false)} />}
    </div>
  );
};
