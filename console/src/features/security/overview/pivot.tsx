import { useState } from 'react';
import { BlockDialog } from '../blocks/block-dialog';
import { type Pivot, PivotDialog } from './pivot-dialog';

/** What is open: one side of who tried whom, or the block of an address. */
export const usePivot = () => {
  const [side, open] = useState<Pivot>();
  const [network, setNetwork] = useState<string>();
  return {
    side,
    network,
    open,
    block: (blocked: string) => {
      open(undefined);
      setNetwork(blocked);
    },
    close: () => {
      open(undefined);
      setNetwork(undefined);
    },
  };
};

interface PivotDialogsProps {
  pivot: ReturnType<typeof usePivot>;
  mayManage: boolean;
}

export const PivotDialogs = ({ pivot, mayManage }: PivotDialogsProps) => (
  <>
    {pivot.side && (
      <PivotDialog
        pivot={pivot.side}
        onClose={pivot.close}
        onTurn={pivot.open}
        onBlock={mayManage ? pivot.block : undefined}
      />
    )}
    {pivot.network !== undefined && <BlockDialog network={pivot.network} onClose={pivot.close} />}
  </>
);
