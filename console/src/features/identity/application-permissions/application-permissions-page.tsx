import { useMutation, useQuery } from '@tanstack/react-query';
import { KeySquare, Plus } from 'lucide-react';
import { useState } from 'react';
import type { ApplicationPermissionEntry } from '@gatehouse/contracts/identity/application-permissions/application-permissions';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { Empty } from '../../../ui/empty';
import { Loaded } from '../../../ui/loaded';
import { PageHeader } from '../../../ui/page-header';
import { toast } from '../../../ui/toast-store';
import {
  applicationPermissionsQuery,
  refetchApplicationPermissions,
} from './application-permissions';
import { DefineDialog } from './define-dialog';

type Entry = ApplicationPermissionEntry;

const RemoveDialog = ({ name, onClose }: { name: Entry['name']; onClose: () => void }) => {
  const removal = useMutation({
    mutationFn: () => client.applicationPermissions.remove({ params: { name } }),
    onSuccess: () => toast(`The permission ${name} is removed.`),
    onSettled: () => {
      onClose();
      return refetchApplicationPermissions();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Remove ${name}?`}
      action="Remove"
      busy={removal.isPending}
      onConfirm={() => removal.mutate()}
    >
      It is taken from every role, group and API key of every organization, at once.
    </ConfirmDialog>
  );
};

interface Chosen {
  deed: 'define' | 'remove';
  entry?: Entry;
}

const EntryRow = ({ entry, onChoose }: { entry: Entry; onChoose: (chosen: Chosen) => void }) => (
  <li className="border-line flex flex-wrap items-center gap-x-3.5 gap-y-2 border-t px-4 py-3 first:border-t-0 sm:px-5">
    <span className="min-w-0 flex-1 basis-52">
      <span className="block font-medium wrap-anywhere">{entry.description}</span>
      <span className="text-muted font-mono text-xs wrap-anywhere">{entry.name}</span>
    </span>
    <Button
      size="sm"
      aria-label={`Edit ${entry.name}`}
      onClick={() => onChoose({ deed: 'define', entry })}
    >
      Edit
    </Button>
    <Button
      size="sm"
      aria-label={`Remove ${entry.name}`}
      onClick={() => onChoose({ deed: 'remove', entry })}
    >
      Remove
    </Button>
  </li>
);

/** What the applications behind the gate ask about. */
export const ApplicationPermissionsPage = () => {
  const [chosen, setChosen] = useState<Chosen>();
  const close = () => setChosen(undefined);
  return (
    <>
      <PageHeader
        title="Application permissions"
        description="What your applications let people do, as roles and groups grant it."
        actions={
          <Button variant="primary" onClick={() => setChosen({ deed: 'define' })}>
            <Plus aria-hidden /> New permission
          </Button>
        }
      />
      <Card flush>
        <Loaded query={useQuery(applicationPermissionsQuery)} rows={3}>
          {(entries) =>
            entries.length === 0 ? (
              <Empty icon={KeySquare} title="No permissions of applications">
                Define what your application asks for, such as invoices:approve.
              </Empty>
            ) : (
              <ul aria-label="Application permissions">
                {entries.map((entry) => (
                  <EntryRow key={entry.name} entry={entry} onChoose={setChosen} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Card>
      {chosen?.deed === 'define' && <DefineDialog present={chosen.entry} onClose={close} />}
      {chosen?.deed === 'remove' && chosen.entry && (
        <RemoveDialog name={chosen.entry.name} onClose={close} />
      )}
    </>
  );
};
