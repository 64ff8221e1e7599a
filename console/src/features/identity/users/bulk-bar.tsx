import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type BulkAction,
  bulkActions,
  type BulkOutcome,
} from '@gatehouse/contracts/identity/administration';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { toast } from '../../../ui/toast-store';
import { refetchPeople } from './people';

const labels: Record<BulkAction, string> = {
  end_sessions: 'Sign out',
  reset_password: 'Reset password',
  deactivate: 'Deactivate',
  activate: 'Activate',
  delete: 'Delete',
};
const isBulkAction = (name: string): name is BulkAction => name in bulkActions;

/** What I may do to many at once. */
const offered = (me: Profile): BulkAction[] =>
  Object.keys(labels).filter(
    (name): name is BulkAction => isBulkAction(name) && me.permissions.includes(bulkActions[name]),
  );

const summaryOf = (outcomes: readonly BulkOutcome[]): string => {
  const done = outcomes.filter((outcome) => outcome.done).length;
  const refused = outcomes.length - done;
  return refused === 0 ? `Done for ${done}.` : `Done for ${done}, refused for ${refused}.`;
};

interface BulkBarProps {
  me: Profile;
  selected: ReadonlySet<string>;
  onClear: () => void;
}

/** Does one thing to everybody who is selected, after asking. */
export const BulkBar = ({ me, selected, onClear }: BulkBarProps) => {
  const [action, setAction] = useState<BulkAction>();
  const run = useMutation({
    mutationFn: (chosen: BulkAction) =>
      client.administration.bulk({ body: { action: chosen, userIds: [...selected] } }),
    onSuccess: ({ outcomes }) => {
      toast(summaryOf(outcomes));
      onClear();
    },
    onSettled: () => {
      setAction(undefined);
      return refetchPeople();
    },
  });
  if (selected.size === 0) return null;
  return (
    <div
      role="toolbar"
      aria-label="Selected people"
      className="border-line bg-sunken flex flex-wrap items-center gap-2 border-t px-4 py-2 sm:px-5"
    >
      <span className="mr-2 font-medium">{selected.size} selected</span>
      {offered(me).map((name) => (
        <Button key={name} size="sm" onClick={() => setAction(name)}>
          {labels[name]}
        </Button>
      ))}
      <Button size="sm" variant="ghost" onClick={onClear}>
        Clear
      </Button>
      {action && (
        <ConfirmDialog
          open
          onOpenChange={() => setAction(undefined)}
          title={`${labels[action]}: ${selected.size} people?`}
          action={labels[action]}
          danger={action !== 'activate'}
          busy={run.isPending}
          onConfirm={() => run.mutate(action)}
        >
          One after the other. Whoever is not below you is left as they are.
        </ConfirmDialog>
      )}
    </div>
  );
};
