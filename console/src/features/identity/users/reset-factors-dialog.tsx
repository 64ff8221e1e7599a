import type { User } from '@gatehouse/contracts/identity/user';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { ProblemNote } from '../../../ui/problem-note';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchPeople } from './people';

interface ResetFactorsDialogProps {
  person: User;
  onClose: () => void;
}

const ResetFactorsForm = ({ person, onClose }: ResetFactorsDialogProps) => {
  const form = useContractForm({
    contract: routes.administration.resetFactors.body,
    defaultValues: { reason: '' },
    send: (body) => client.administration.resetFactors({ params: { id: person.id }, body }),
    onDone: () => {
      toast(`${person.firstName} signs in with the password alone until a factor is on again.`);
      void refetchPeople();
      onClose();
    },
  });
  return (
    <form noValidate className="grid gap-4" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
      <Field
        label="Reason"
        hint="They are told, and the audit trail keeps it."
        error={form.errors.reason?.message}
      >
        {(control) => <Input autoComplete="off" {...control} {...form.register('reason')} />}
      </Field>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="danger" busy={form.busy}>
          Reset factors
        </Button>
      </DialogActions>
    </form>
  );
};

/** For somebody who has lost every second factor and every backup code. */
export const ResetFactorsDialog = (props: ResetFactorsDialogProps) => (
  <Dialog
    open
    onOpenChange={props.onClose}
    title="Reset the second factors?"
    description={`${props.person.firstName} ${props.person.lastName} is signed out everywhere, and every second factor and backup code stops working. Make sure that it is really them who asks.`}
  >
    <ResetFactorsForm {...props} />
  </Dialog>
);
