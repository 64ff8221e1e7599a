import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { StaffMember } from '@gatehouse/contracts/identity/staff';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { PageHeader } from '../../../ui/page-header';
import { PagedList } from '../../../ui/paged-list';
import { ActionsHead, Table, TableHead } from '../../../ui/table';
import { toast } from '../../../ui/toast-store';
import { AppointDialog } from './appoint-dialog';
import { refetchStaff, staffQuery } from './staff';
import { rises, type StaffDeed, StaffRow } from './staff-row';

interface Chosen {
  deed: StaffDeed;
  member: StaffMember;
}

const deeds = {
  super_admin: {
    title: 'Make this person a super admin?',
    action: 'Make super admin',
    consequence: 'may then appoint and dismiss staff, you included.',
  },
  admin: {
    title: 'Make this person an admin?',
    action: 'Make admin',
    consequence: 'looks after organizations and accounts, and not after the staff.',
  },
  auditor: {
    title: 'Make this person an auditor?',
    action: 'Make auditor',
    consequence: 'reads everything that the staff sees, and changes nothing.',
  },
  dismiss: {
    title: 'Dismiss this person?',
    action: 'Dismiss',
    consequence: 'belongs to the staff no longer from the next request on, and keeps the account.',
  },
};

const run = ({ deed, member: { id } }: Chosen): Promise<unknown> =>
  deed === 'dismiss'
    ? client.staff.dismiss({ params: { id } })
    : client.staff.changeRole({ params: { id }, body: { platformRole: deed } });

const StaffTable = ({ onChosen }: { onChosen: (chosen: Chosen) => void }) => {
  const list = useInfiniteQuery(staffQuery);
  return (
    <PagedList list={list} rows={3}>
      {(members) => (
        <Table aria-label="Staff">
          <thead>
            <tr>
              <TableHead>Name</TableHead>
              <TableHead className="hidden sm:table-cell">Role</TableHead>
              <TableHead className="hidden sm:table-cell">Status</TableHead>
              <TableHead className="hidden md:table-cell">Two-factor</TableHead>
              <ActionsHead />
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <StaffRow
                key={member.id}
                member={member}
                onDeed={(deed) => onChosen({ deed, member })}
              />
            ))}
          </tbody>
        </Table>
      )}
    </PagedList>
  );
};

const DeedDialog = ({ chosen, onClose }: { chosen: Chosen; onClose: () => void }) => {
  const { title, action, consequence } = deeds[chosen.deed];
  const name = `${chosen.member.firstName} ${chosen.member.lastName}`;
  const mutation = useMutation({
    mutationFn: () => run(chosen),
    onSuccess: () => toast('Done. They and every super admin are told by mail.'),
    onSettled: () => {
      onClose();
      return refetchStaff();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={title}
      action={action}
      danger={chosen.deed === 'dismiss' || !rises(chosen.member, chosen.deed)}
      busy={mutation.isPending}
      onConfirm={() => mutation.mutate()}
    >
      <strong className="text-text font-medium">{name}</strong> ({chosen.member.email}){' '}
      {consequence}
    </ConfirmDialog>
  );
};

export const StaffPage = () => {
  const [appointing, setAppointing] = useState(false);
  const [chosen, setChosen] = useState<Chosen>();
  return (
    <>
      <PageHeader
        title="Staff"
        description="Who looks after this installation, whichever organization it concerns."
        actions={
          <Button variant="primary" onClick={() => setAppointing(true)}>
            Appoint somebody
          </Button>
        }
      />
      <Card flush>
        <StaffTable onChosen={setChosen} />
      </Card>
      <AppointDialog open={appointing} onClose={() => setAppointing(false)} />
      {chosen && <DeedDialog chosen={chosen} onClose={() => setChosen(undefined)} />}
    </>
  );
};
