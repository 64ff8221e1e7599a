import type { InactiveAccount } from '@gatehouse/contracts/identity/erasure-orders';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { Dialog } from '../../../ui/dialog';
import { DialogForm } from '../../../ui/dialog-form';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { refetchInactiveAccounts } from './inactive-accounts';

interface OrderDialogProps {
  account: InactiveAccount;
  onClose: () => void;
}

const day = new Intl.DateTimeFormat('en', { dateStyle: 'long' });

const OrderForm = ({ account, onClose }: OrderDialogProps) => {
  const form = useContractForm({
    contract: routes.erasureOrders.order.body,
    defaultValues: { reason: '' },
    send: (body) => client.erasureOrders.order({ params: { id: account.id }, body }),
    onDone: ({ dueAt }) => {
      toast(
        `${account.firstName} ${account.lastName} is erased on ${day.format(new Date(dueAt))}.`,
      );
      void refetchInactiveAccounts();
      onClose();
    },
  });
  return (
    <DialogForm form={form} action="Erase" danger onCancel={onClose}>
      <Field
        label="Reason"
        hint="They are told by mail, and the audit trail keeps it until that day."
        error={form.errors.reason?.message}
      >
        {(control) => <Input autoComplete="off" {...control} {...form.register('reason')} />}
      </Field>
    </DialogForm>
  );
};

export const OrderDialog = (props: OrderDialogProps) => (
  <Dialog
    open
    onOpenChange={props.onClose}
    title="Erase this person?"
    description={`After some days everything that is known about ${props.account.firstName} ${props.account.lastName} is erased for good. Until then you can call it off, and so does activating the account.`}
  >
    <OrderForm {...props} />
  </Dialog>
);
