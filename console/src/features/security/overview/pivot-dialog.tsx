import { useQuery } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Loaded } from '../../../ui/loaded';
import { Table, TableCell, TableHead, TableRow } from '../../../ui/table';
import { TextLink } from '../../../ui/text-link';
import { Time } from '../../../ui/time';
import { shownNetwork } from '../monitor';

export interface Pivot {
  by: 'address' | 'account';
  value: string;
}

interface PivotDialogProps {
  pivot: Pivot;
  onClose: () => void;
  /** Opens the other side. */
  onTurn: (pivot: Pivot) => void;
  /** Left out for those who may not. */
  onBlock?: ((network: string) => void) | undefined;
}

/** From an account on to the person and their sessions. */
const PersonLinks = ({ id }: { id: string }) => (
  <span className="flex gap-3 text-[0.8125rem]">
    <TextLink to="/installation/people/$id" params={{ id }}>
      Account
    </TextLink>
    <TextLink to="/installation/people/$id" params={{ id }} search={{ tab: 'sessions' }}>
      Sessions
    </TextLink>
  </span>
);

const PivotTable = ({ pivot, onTurn }: Pick<PivotDialogProps, 'pivot' | 'onTurn'>) => {
  const { by, value } = pivot;
  const found = useQuery({
    queryKey: ['monitor', 'pivot', by, value],
    queryFn: ({ signal }) => client.attempts.pivot({ query: { by, value }, signal }),
  });
  const other = by === 'address' ? 'account' : 'address';
  return (
    <Loaded query={found} rows={3}>
      {({ data }) => (
        <div className="-mx-5">
          <Table aria-label={by === 'address' ? 'Accounts' : 'Addresses'}>
            <thead>
              <tr>
                <TableHead>{by === 'address' ? 'Account' : 'Address'}</TableHead>
                <TableHead>Failed</TableHead>
                <TableHead>In</TableHead>
                <TableHead className="hidden sm:table-cell">Last</TableHead>
              </tr>
            </thead>
            <tbody>
              {data.map((row) => (
                <TableRow key={row.value}>
                  <TableCell>
                    <span className="flex flex-col items-start">
                      <Button
                        variant="link"
                        className="text-left font-mono text-xs/5 whitespace-normal wrap-anywhere"
                        onClick={() => onTurn({ by: other, value: row.value })}
                      >
                        {shownNetwork(row.value)}
                      </Button>
                      {by === 'address' && row.userId !== null && <PersonLinks id={row.userId} />}
                      <span className="text-muted text-[0.8125rem] sm:hidden">
                        Last <Time value={row.lastAt} />
                      </span>
                    </span>
                  </TableCell>
                  <TableCell className="tabular-nums">{row.failed}</TableCell>
                  <TableCell className="tabular-nums">{row.succeeded}</TableCell>
                  <TableCell className="hidden sm:table-cell">
                    <Time value={row.lastAt} />
                  </TableCell>
                </TableRow>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </Loaded>
  );
};

/** Which accounts an address tried in the last day, or which addresses tried an account. */
export const PivotDialog = ({ pivot, onClose, onTurn, onBlock }: PivotDialogProps) => (
  <Dialog
    open
    placement="side"
    onOpenChange={onClose}
    title={shownNetwork(pivot.value)}
    description={
      pivot.by === 'address'
        ? 'Accounts that it tried in the last day'
        : 'Addresses that tried it in the last day'
    }
  >
    <PivotTable pivot={pivot} onTurn={onTurn} />
    <DialogActions>
      {pivot.by === 'address' && (
        <TextLink
          className="mr-auto self-center"
          to="/installation/monitor"
          search={{ tab: 'blocks', address: shownNetwork(pivot.value) }}
        >
          Its blocks
        </TextLink>
      )}
      <Button onClick={onClose}>Close</Button>
      {pivot.by === 'address' && onBlock && (
        <Button variant="danger" onClick={() => onBlock(shownNetwork(pivot.value))}>
          Block
        </Button>
      )}
    </DialogActions>
  </Dialog>
);
