import {
  type Impersonation,
  impersonationWish,
  type ImpersonationWish,
} from '@gatehouse/contracts/identity/impersonation';
import type { User } from '@gatehouse/contracts/identity/user';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
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
    <DialogForm form={form} action={<>Act for {person.firstName}</>} onCancel={onClose}>
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
    </DialogForm>
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
