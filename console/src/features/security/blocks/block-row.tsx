import { CalendarClock } from 'lucide-react';
import type { IpBlock } from '@gatehouse/contracts/security/blocks';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { ActionsMenu, MenuItem } from '../../../ui/menu';
import { TableCell, TableRow } from '../../../ui/table';
import { Time } from '../../../ui/time';
import { shownNetwork } from '../monitor';

const left = new Intl.RelativeTimeFormat('en');
const inTime = (endsAt: string): string => {
  const minutes = Math.max(1, Math.ceil((Date.parse(endsAt) - Date.now()) / 60_000));
  if (minutes < 120) return left.format(minutes, 'minute');
  if (minutes < 2880) return left.format(Math.round(minutes / 60), 'hour');
  return left.format(Math.round(minutes / 1440), 'day');
};

const Ending = ({ block: { endsAt, liftedAt, liftedByName, liftReason } }: { block: IpBlock }) => {
  if (liftedAt !== null)
    return (
      <>
        Lifted <Time value={liftedAt} />
        {liftedByName !== null && ` by ${liftedByName}`}
        {liftReason !== null && (
          <span className="block whitespace-normal wrap-anywhere">{liftReason}</span>
        )}
      </>
    );
  if (endsAt === null) return 'For good';
  return Date.parse(endsAt) > Date.now() ? `Ends ${inTime(endsAt)}` : <Time value={endsAt} />;
};

/** What can be done with a block in force. */
export type BlockDeed = 'lift' | 'end';

interface BlockRowProps {
  block: IpBlock;
  /** Left out where nothing can be done. */
  onDeed: ((deed: BlockDeed) => void) | undefined;
}

/** One block, with a way to lift it while it is in force. */
export const BlockRow = ({ block, onDeed }: BlockRowProps) => {
  const network = shownNetwork(block.network);
  return (
    <TableRow>
      <TableCell>
        <span className="font-mono text-xs/5 wrap-anywhere">{network}</span>
        <span className="text-muted block text-[0.8125rem] wrap-anywhere md:hidden">
          {block.reason}
        </span>
        <span className="text-muted block text-[0.8125rem] sm:hidden">
          <Ending block={block} />
        </span>
      </TableCell>
      <TableCell className="hidden max-w-80 md:table-cell">
        <span className="wrap-anywhere">{block.reason}</span>
      </TableCell>
      <TableCell className="hidden lg:table-cell">
        {block.automatic ? (
          <Badge>{block.level === 0 ? 'Automatic' : `Automatic ×${2 ** block.level}`}</Badge>
        ) : (
          (block.createdByName ?? 'Staff')
        )}
      </TableCell>
      <TableCell className="text-muted hidden whitespace-nowrap sm:table-cell">
        <Ending block={block} />
      </TableCell>
      <TableCell className="text-right">
        {onDeed && (
          <span className="flex items-center justify-end gap-1">
            <Button size="sm" onClick={() => onDeed('lift')} aria-label={`Unblock ${network}`}>
              Unblock
            </Button>
            <ActionsMenu label={`More for ${network}`}>
              <MenuItem onSelect={() => onDeed('end')}>
                <CalendarClock aria-hidden /> Change the end
              </MenuItem>
            </ActionsMenu>
          </span>
        )}
      </TableCell>
    </TableRow>
  );
};
