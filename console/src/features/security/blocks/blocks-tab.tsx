import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ShieldOff } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { IpBlock } from '@gatehouse/contracts/security/blocks';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { FilterBar } from '../../../ui/filters/filter-bar';
import { useNarrowing } from '../../../ui/filters/use-narrowing';
import { FilterSelect } from '../../../ui/filter-select';
import { PagedList } from '../../../ui/paged-list';
import { SearchField } from '../../../ui/search-field';
import { ActionsHead, Table, TableHead } from '../../../ui/table';
import { isNetwork, shownNetwork } from '../monitor';
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

interface BlockFiltersProps {
  filter: BlockFilter;
  onChange: (change: BlockFilter) => void;
}

const BlockFilters = ({ filter, onChange }: BlockFiltersProps) => {
  const { address } = filter;
  const search = useCallback(
    (text: string) => onChange({ address: text === '' ? undefined : text }),
    [onChange],
  );
  return (
    <FilterBar filter={filter} onClear={onChange} className="sm:grid-cols-[1fr_10rem]">
      <div>
        <SearchField
          label="Search by address"
          placeholder="Which block is this address under?"
          value={address ?? ''}
          onChange={search}
        />
        {address !== undefined && !isNetwork(address) && (
          <p role="status" className="text-muted mt-1 text-[0.8125rem]">
            Only a whole address or range is looked for, such as 203.0.113.7 or 203.0.113.0/24.
          </p>
        )}
      </div>
      <FilterSelect
        label="Which blocks"
        any="In force"
        options={[['ended', 'Over']]}
        value={filter.blocks}
        onChange={(blocks) => onChange({ blocks })}
      />
    </FilterBar>
  );
};

/** Somebody who looks for an address learns of that one. */
const NoBlocks = ({ filter: { address, blocks } }: { filter: BlockFilter }) => {
  const wanted = address !== undefined && isNetwork(address) ? address : undefined;
  const nobody = wanted === undefined ? 'Nobody is blocked' : `${wanted} is not blocked`;
  const never = wanted === undefined ? 'None so far' : `No block of ${wanted} is over`;
  return (
    <Empty icon={ShieldOff} title={blocks === 'ended' ? never : nobody}>
      Addresses that fail too often are blocked by themselves.
    </Empty>
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
    <PagedList list={list} rows={3} empty={<NoBlocks filter={filter} />}>
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
  const { address, blocks } = route.useSearch();
  const filter = { address, blocks };
  const narrow = useNarrowing(route);
  const [blocking, setBlocking] = useState(false);
  const [chosen, setChosen] = useState<Chosen>();
  const close = () => setChosen(undefined);
  return (
    <div className="grid gap-5">
      <Card
        title="Blocked addresses"
        actions={
          mayManage && (
            <Button variant="primary" onClick={() => setBlocking(true)}>
              Block an address
            </Button>
          )
        }
        flush
      >
        <BlockFilters filter={filter} onChange={narrow} />
        <BlockTable
          filter={filter}
          onChosen={mayManage && blocks === undefined ? setChosen : undefined}
        />
      </Card>
      <AllowedCard mayManage={mayManage} />
      {chosen?.deed === 'lift' && <LiftDialog block={chosen.block} onClose={close} />}
      {chosen?.deed === 'end' && <EndDialog block={chosen.block} onClose={close} />}
      {blocking && <BlockDialog network="" onClose={() => setBlocking(false)} />}
    </div>
  );
};
