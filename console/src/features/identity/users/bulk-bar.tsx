import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { BulkAction, BulkOutcome } from '@gatehouse/contracts/identity/administration';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { Notice } from '../../../ui/notice';
import { toast } from '../../../ui/toast-store';
import { countOfPeople, refetchPeople } from './people';
import { bulkActionsFor } from './rules';

const labels: Record<BulkAction, string> = {
  end_sessions: 'Sign out',
  reset_password: 'Reset password',
  deactivate: 'Deactivate',
  activate: 'Activate',
  delete: 'Delete',
};

/** For whom it was not done, and why. */
const Refusals = ({
  refused,
  selected,
}: {
  refused: readonly BulkOutcome[];
  selected: Selected;
}) => (
  <Notice tone="warn" urgent className="basis-full">
    <p>Not done for {refused.length}, who stay selected:</p>
    <ul className="mt-1">
      {refused.map(({ userId, reason }) => (
        <li key={userId}>
          <strong className="font-medium">{selected.get(userId)}</strong>: {reason}
        </li>
      ))}
    </ul>
  </Notice>
);

/** Names by id. */
export type Selected = ReadonlyMap<string, string>;

interface BulkBarProps {
  me: Profile;
  selected: Selected;
  onSelect: (selected: Selected) => void;
}

/** Does one thing to everybody who is selected, after asking. */
export const BulkBar = ({ me, selected, onSelect }: BulkBarProps) => {
  const [refused, setRefused] = useState<readonly BulkOutcome[]>([]);
  const [action, setAction] = useState<BulkAction>();
  const run = useMutation({
    mutationFn: (chosen: BulkAction) =>
      client.administration.bulk({ body: { action: chosen, userIds: [...selected.keys()] } }),
    onSuccess: ({ outcomes }) => {
      const left = outcomes.filter(({ done }) => !done);
      setRefused(left);
      if (left.length < outcomes.length) toast(`Done for ${outcomes.length - left.length}.`);
      onSelect(new Map([...selected].filter(([id]) => left.some(({ userId }) => userId === id))));
    },
    onSettled: () => {
      setAction(undefined);
      return refetchPeople();
    },
  });
  if (selected.size === 0) return null;
  const told = refused.filter(({ userId }) => selected.has(userId));
  return (
    <div
      role="toolbar"
      aria-label="Selected people"
      className="border-line bg-sunken flex flex-wrap items-center gap-2 border-t px-4 py-2 sm:px-5"
    >
      <span className="mr-2 font-medium">{selected.size} selected</span>
      {bulkActionsFor(me).map((name) => (
        <Button key={name} size="sm" onClick={() => setAction(name)}>
          {labels[name]}
        </Button>
      ))}
      <Button size="sm" variant="ghost" onClick={() => onSelect(new Map())}>
        Clear
      </Button>
      {told.length > 0 && <Refusals refused={told} selected={selected} />}
      {action && (
        <ConfirmDialog
          open
          onOpenChange={() => setAction(undefined)}
          title={`${labels[action]}: ${countOfPeople(selected.size)}?`}
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
