import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { title } from '@gatehouse/contracts/fields';
import { profileQuery } from '../../../api/queries';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { BackupCodes } from '../two-factor/backup-codes';
import { deviceName, wasDismissed } from './ceremony';
import { addPasskey, refetchPasskeys } from './passkeys';

const contract = z.object({ name: title });

const NameForm = ({
  onClose,
  onAdded,
}: {
  onClose: () => void;
  onAdded: (codes: string[]) => void;
}) => {
  const form = useContractForm({
    contract,
    defaultValues: { name: deviceName() },
    send: ({ name }) => addPasskey(name),
    onDone: onAdded,
  });
  const problem = wasDismissed(form.problem) ? undefined : form.problem;
  return (
    <DialogForm form={{ ...form, problem }} action="Create passkey" onCancel={onClose}>
      <Field
        label="Name"
        hint="To tell it from your others. Your browser then asks where to keep it."
        error={form.errors.name?.message}
      >
        {(control) => <Input autoComplete="off" {...control} {...form.register('name')} />}
      </Field>
    </DialogForm>
  );
};

const AddSteps = ({ onClose }: { onClose: () => void }) => {
  const { data: profile } = useSuspenseQuery(profileQuery);
  const [codes, setCodes] = useState<string[]>();
  const finish = () => {
    toast('Your passkey is ready.');
    void refetchPasskeys();
    onClose();
  };
  if (codes === undefined) {
    return (
      <NameForm
        onClose={onClose}
        onAdded={(added) => (added.length > 0 ? setCodes(added) : finish())}
      />
    );
  }
  return <BackupCodes codes={codes} email={profile.email} done="Finish" onDone={finish} />;
};

export const AddPasskeyDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Dialog
    open={open}
    onOpenChange={onClose}
    title="Add a passkey"
    description="Signs you in with a finger, your face or a PIN. Your other sessions end."
  >
    <AddSteps onClose={onClose} />
  </Dialog>
);
