import {
  type Impersonation,
  impersonationWish,
  type ImpersonationWish,
} from '@gatehouse/contracts/identity/impersonation';
import type { User } from '@gatehouse/contracts/identity/user';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { ProblemNote } from '../../../ui/problem-note';
import { Select } from '../../../ui/select';
import { useContractForm } from '../../../ui/use-contract-form';
import { useBeginActing } from './use-acting';

interface ImpersonateDialogProps {
  person: User;
  begin: (wish: ImpersonationWish) => Promise<Impersonation>;
  onClose: () => void;
}

const ImpersonateForm = ({ person, begin, onClose }: ImpersonateDialogProps) => {
  const act = useBeginActing();
  const form = useContractForm({
    contract: impersonationWish,
    defaultValues: { reason: '', minutes: 15 },
    send: begin,
    onDone: (impersonation) => void act(impersonation),
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
      <Field label="For how long" error={form.errors.minutes?.message}>
        {(control) => (
          <Select {...control} {...form.register('minutes', { valueAsNumber: true })}>
            <option value={15}>15 minutes</option>
            <option value={30}>30 minutes</option>
            <option value={60}>One hour</option>
          </Select>
        )}
      </Field>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Act for {person.firstName}
        </Button>
      </DialogActions>
    </form>
  );
};

/** Before somebody acts for somebody else. */
export const ImpersonateDialog = (props: ImpersonateDialogProps) => (
  <Dialog
    open
    onOpenChange={props.onClose}
    title={`Act for ${props.person.firstName} ${props.person.lastName}`}
    description="You see what they see and do what they may do, in this tab. Their account, password, second factors, address and keys stay out of reach."
  >
    <ImpersonateForm {...props} />
  </Dialog>
);
